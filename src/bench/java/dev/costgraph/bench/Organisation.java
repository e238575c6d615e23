package dev.costgraph.bench;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A platform with a budget tree of depth 5 (custom, platform, division, project, task), projects of
 * 5 tasks each; usages of 90 days on about 400 combinations of task, agent and model.
 */
final class Organisation {

  private static final String[] MODELS = {
    "gpt-4o",
    "gpt-4o-mini",
    "gpt-4.1",
    "gpt-4.1-mini",
    "claude-sonnet-4-5",
    "claude-haiku-4-5",
    "gemini-2.5-pro",
    "gemini-2.5-flash",
    "o3-mini",
    "gpt-4.1-nano",
    "gpt-5",
    "gpt-5-mini"
  };
  private static final int COMBINATIONS = 400;
  private static final long SECONDS = 90L * 24 * 3600;

  private final String platformId;
  private final int tasks;
  private final int agents;
  private final int models;
  private final String ids;
  private final Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS);
  private final AtomicLong next = new AtomicLong();

  /** With 20 projects, 40 agents and 10 models. */
  Organisation(String platformId) {
    this(platformId, 100, 40, 10);
  }

  Organisation(String platformId, int tasks, int agents, int models) {
    this.platformId = platformId;
    this.tasks = tasks;
    this.agents = agents;
    this.models = models;
    this.ids = platformId + "-" + Long.toString(System.currentTimeMillis(), 36) + "-";
  }

  String platformId() {
    return platformId;
  }

  /** Makes the platform, its resources and budgets. */
  void create(Connection connection) throws Exception {
    send(connection, "putPlatform(platform: {platformId: \"%s\"}) { platformId }", platformId);
    budget(connection, "all", "CUSTOM", null, null);
    budget(connection, "platform", "PLATFORM", platformId, "all");
    budget(connection, "division", "CUSTOM", null, "platform");
    for (int project = 0; project < (tasks + 4) / 5; project++) {
      send(
          connection,
          "putProject(projectId: \"%s-p%d\", platformId: \"%s\") { projectId }",
          platformId,
          project,
          platformId);
      budget(connection, "p" + project, "PROJECT", platformId + "-p" + project, "division");
    }
    for (int task = 0; task < tasks; task++) {
      send(
          connection,
          "putTask(taskId: \"%s-t%d\", projectId: \"%s-p%d\") { taskId }",
          platformId,
          task,
          platformId,
          task / 5);
      budget(connection, "t" + task, "TASK", platformId + "-t" + task, "p" + task / 5);
    }
  }

  private void budget(
      Connection connection,
      String name,
      String type,
      @Nullable String resourceId,
      @Nullable String parent)
      throws Exception {
    send(
        connection,
        "createBudget(budget: {budgetId: \"%s-%s\", name: \"%s\", type: %s, platformId: \"%s\","
            + " limit: \"1000000000\"%s%s}) { budgetId }",
        platformId,
        name,
        name,
        type,
        platformId,
        resourceId == null ? "" : ", resourceId: \"" + resourceId + "\"",
        parent == null ? "" : ", parentBudgetIds: [\"" + platformId + "-" + parent + "\"]");
  }

  private static void send(Connection connection, String mutation, Object... values)
      throws Exception {
    String query = "mutation { " + mutation.formatted(values) + " }";
    String answer = connection.send("{\"query\":\"" + query.replace("\"", "\\\"") + "\"}");
    if (answer.contains("\"errors\"")) {
      throw new IllegalStateException(query + "\n" + answer);
    }
  }

  String newId() {
    return ids + next.getAndIncrement();
  }

  /** {@return another usage, somewhere within 90 days} */
  UsageInput usage(Random random) {
    int combination = random.nextInt(COMBINATIONS);
    Instant at = end.minusSeconds((long) (random.nextDouble() * SECONDS));
    return usage(newId(), combination, at, random);
  }

  /** {@return another usage of now on one shared task} */
  UsageInput usageNow(Random random) {
    return usage(newId(), 0, null, random);
  }

  private UsageInput usage(String id, int combination, @Nullable Instant at, Random random) {
    return new UsageInput(
        id,
        "agent-" + combination % agents,
        platformId + "-t" + combination % tasks,
        null,
        null,
        null,
        null,
        null,
        null,
        "answer",
        UsageKind.LLM_CALL,
        MODELS[combination % models],
        null,
        ServiceTier.STANDARD,
        new TokenCountsInput(
            200 + random.nextInt(4_000), 50 + random.nextInt(900), 0, 0, 0, 0, 0, 0, 0, 0),
        null,
        null,
        null,
        null,
        null,
        at,
        UsageOutcome.SUCCEEDED,
        null,
        null);
  }

  /** {@return a reservation on one shared task} */
  ReserveInput reservation() {
    return new ReserveInput(
        newId(),
        "agent-0",
        platformId + "-t0",
        null,
        null,
        null,
        null,
        null,
        ServiceTier.STANDARD,
        null,
        new Decimal("0.05"),
        null,
        300);
  }

  static String json(UsageInput usage) {
    String timestamp =
        usage.timestamp() == null ? "" : ",\"timestamp\":\"" + usage.timestamp() + "\"";
    TokenCountsInput tokens = Objects.requireNonNull(usage.tokens());
    return ("{\"operationId\":\"%s\",\"agentId\":\"%s\",\"taskId\":\"%s\","
            + "\"capability\":\"answer\",\"model\":\"%s\","
            + "\"tokens\":{\"input\":%d,\"output\":%d}%s}")
        .formatted(
            usage.operationId(),
            usage.agentId(),
            usage.taskId(),
            usage.model(),
            tokens.input(),
            tokens.output(),
            timestamp);
  }

  static String json(ReserveInput reservation) {
    return "{\"reservationId\":\"%s\",\"agentId\":\"%s\",\"taskId\":\"%s\",\"amount\":\"%s\"}"
        .formatted(
            reservation.reservationId(),
            reservation.agentId(),
            reservation.taskId(),
            reservation.amount());
  }
}
