package dev.costgraph.sample;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.usage.TagInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run of one agent: a conversation whose prompt grows with every call, and the tools it calls in
 * between. Every call takes some seconds of the run's clock.
 */
final class SampleRun {

  /** What a run is for, the same for all that it spawns. */
  record Purpose(
      String projectId, String taskId, @Nullable String userId, String team, String environment) {}

  private final Random random;
  private final Purpose purpose;
  private final String agentId;
  private final String runId;
  private final @Nullable String parentRunId;
  private final int failuresPercent;
  private final Consumer<UsageInput> calls;
  private Instant now;
  private int promptTokens;
  private int cachedTokens;

  /**
   * @param promptTokens of the first call
   * @param calls takes what was used; the operation id is given later
   */
  SampleRun(
      Random random,
      Purpose purpose,
      String agentId,
      String runId,
      @Nullable SampleRun parent,
      Instant start,
      int promptTokens,
      int failuresPercent,
      Consumer<UsageInput> calls) {
    this.random = random;
    this.purpose = purpose;
    this.agentId = agentId;
    this.runId = runId;
    this.parentRunId = parent == null ? null : parent.runId;
    this.now = start;
    this.promptTokens = promptTokens;
    this.failuresPercent = failuresPercent;
    this.calls = calls;
  }

  Instant now() {
    return now;
  }

  /** The run goes on when what it waited for is done. */
  void waitFor(SampleRun spawned) {
    now = spawned.now;
  }

  /** Calls a model; a failed call is answered with next to nothing and made again. */
  void call(SampleModel model, String capability, String step, int outputTokens) {
    boolean failed = random.nextInt(100) < failuresPercent;
    int output = failed ? random.nextInt(20) : about(outputTokens);
    use(
        UsageKind.LLM_CALL,
        capability,
        step,
        model,
        tokens(model, output),
        null,
        failed ? UsageOutcome.FAILED : UsageOutcome.SUCCEEDED);
    cachedTokens = model.cache() == SampleModel.Cache.NONE ? 0 : promptTokens;
    promptTokens += output + about(1_500);
    now = now.plusSeconds(4 + output / 60).plusMillis(random.nextInt(1_000));
    if (failed) {
      call(model, capability, step, outputTokens);
    }
  }

  void embed(int inputTokens) {
    TokenCountsInput tokens = new TokenCountsInput(about(inputTokens), 0, 0, 0, 0, 0, 0, 0, 0, 0);
    use(
        UsageKind.EMBEDDING,
        "indexing",
        "embed",
        SampleModel.EMBEDDING,
        tokens,
        null,
        UsageOutcome.SUCCEEDED);
    now = now.plusSeconds(20 + random.nextInt(40));
  }

  /** Calls a tool that costs an amount; its answer makes the prompt longer. */
  void tool(String capability, String amount) {
    use(
        UsageKind.TOOL_CALL,
        capability,
        "tool",
        null,
        null,
        new Decimal(amount),
        UsageOutcome.SUCCEEDED);
    promptTokens += about(1_200);
    now = now.plusSeconds(1 + random.nextInt(8));
  }

  private TokenCountsInput tokens(SampleModel model, int output) {
    int fresh = promptTokens - cachedTokens;
    int reasoning = model.reasons() ? output / 3 : 0;
    boolean written = model.cache() == SampleModel.Cache.WRITTEN;
    int asked = Math.min(fresh, 200 + random.nextInt(200));
    return new TokenCountsInput(
        written ? asked : fresh,
        output - reasoning,
        cachedTokens,
        written ? fresh - asked : 0,
        0,
        reasoning,
        0,
        0,
        0,
        0);
  }

  /** {@return between three and five quarters of it} */
  private int about(int tokens) {
    return tokens * 3 / 4 + random.nextInt(tokens / 2 + 1);
  }

  private void use(
      UsageKind kind,
      String capability,
      String step,
      @Nullable SampleModel model,
      @Nullable TokenCountsInput tokens,
      @Nullable Decimal amount,
      UsageOutcome outcome) {
    calls.accept(
        new UsageInput(
            "",
            agentId,
            purpose.taskId(),
            purpose.projectId(),
            SampleOrganisation.PLATFORM_ID,
            purpose.userId(),
            runId,
            parentRunId,
            step,
            capability,
            kind,
            model == null ? null : model.modelId(),
            model == null ? null : model.provider(),
            ServiceTier.STANDARD,
            tokens,
            null,
            null,
            null,
            amount,
            amount == null ? null : "USD",
            now,
            outcome,
            List.of(
                new TagInput("env", purpose.environment()), new TagInput("team", purpose.team())),
            null));
  }
}
