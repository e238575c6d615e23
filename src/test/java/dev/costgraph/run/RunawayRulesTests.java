package dev.costgraph.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.run.RunForest.Link;
import dev.costgraph.run.RunForest.Part;
import dev.costgraph.run.RunGraph.Repeat;
import dev.costgraph.run.Runaways.Runaway;
import dev.costgraph.usage.UsageKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each bound, reached and passed. */
class RunawayRulesTests {

  private final Map<String, Link> links = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();

  @Test
  void shouldFindMoreCallsThanUsual() {
    // usual are 5, the third of 5; five times that is above the 20 that are always let go
    for (int calls : new int[] {4, 5, 5, 25}) {
      run("quiet-" + parts.size(), "coder", null, calls);
    }
    run("loop", "coder", null, 26);

    assertThat(find()).containsExactly("CALLS_ABOVE_USUAL loop coder 26 above 25, usual 5, 26");
  }

  @Test
  void shouldLetFewCallsGoHoweverUnusual() {
    for (int i = 0; i < 10; i++) {
      run("quiet-" + i, "coder", null, 1);
    }
    run("longer", "coder", null, 20);

    assertThat(find()).isEmpty();

    run("too-long", "coder", null, 21);

    assertThat(find()).containsExactly("CALLS_ABOVE_USUAL too-long coder 21 above 20, usual 1, 21");
  }

  @Test
  void shouldNotSayWhatIsUsualOfFourRuns() {
    for (int calls : new int[] {1, 1, 1, 1_000}) {
      run("run-" + parts.size(), "coder", null, calls);
    }

    assertThat(find()).isEmpty();
  }

  @Test
  void shouldTakeWhatIsUsualForAnyTaskWhereRunsForThatOneAreFew() {
    for (int task = 0; task < 4; task++) {
      runFor("task-" + task, "run-" + task, 6);
    }
    runFor("other", "loop", 31);

    assertThat(find()).containsExactly("CALLS_ABOVE_USUAL loop coder 31 above 30, usual 6, 31");

    // five runs for the task itself say that so many are usual there
    for (int i = 0; i < 4; i++) {
      runFor("other", "long-" + i, 31);
    }
    assertThat(find()).isEmpty();
  }

  @Test
  void shouldNotTakePartsOfSharedCallsForRunsWithout() {
    for (int calls : new int[] {0, 0, 0, 0, 0, 9, 9, 9, 9, 40}) {
      run("run-" + parts.size(), "coder", null, calls);
    }

    assertThat(find()).isEmpty(); // 9 are usual: 45 would pass
  }

  @Test
  void shouldTakeTheLowerOfTwoInTheMiddle() {
    for (int calls : new int[] {1, 2, 10, 10, 30, 51}) {
      run("run-" + parts.size(), "coder", null, calls);
    }
    assertThat(find()).containsExactly("CALLS_ABOVE_USUAL run-5 coder 51 above 50, usual 10, 51");

    parts.removeLast();
    run("run-6", "coder", null, 1); // 1, 1, 2, 10, 10, 30: now 2 are usual

    assertThat(find()).containsExactly("CALLS_ABOVE_USUAL run-4 coder 30 above 20, usual 2, 30");
  }

  @Test
  void shouldFindTheTreeThatIsTooDeep() {
    run("r0", "agent", null, 1);
    for (int i = 1; i <= 8; i++) {
      run("r" + i, "agent", "r" + (i - 1), 1);
    }
    assertThat(find()).isEmpty();

    run("r9", "agent", "r8", 7);
    run("r9b", "agent", "r8", 9);
    run("r10", "agent", "r9", 11);

    assertThat(find()).containsExactly("DEEP r0 agent 10 above 8, usual null, 27");
  }

  @Test
  void shouldFindTheRunThatSpawnsTooMany() {
    run("root", "agent", null, 1);
    for (int i = 0; i < 50; i++) {
      run("r" + i, "agent-" + i, "root", 1);
    }
    run("below", "agent", "r7", 3); // is the root's only through another
    assertThat(find()).isEmpty();

    run("r50", "agent-50", "root", 1);

    assertThat(find()).containsExactly("WIDE root agent 51 above 50, usual null, 54");
  }

  @Test
  void shouldSayWhichCallsAreAlike() {
    Repeat repeat = repeat("loop", 11, 500);

    Runaway finding =
        RunawayRules.find(new RunForest(parts, links), List.of(repeat), RunawayBounds.DEFAULT)
            .getFirst();

    assertThat(line(finding)).isEqualTo("REPEATED_CALLS loop coder 11 above 10, usual null, 500");
    assertThat(finding.usageKind()).isEqualTo(UsageKind.LLM_CALL);
    assertThat(finding.capability()).isEqualTo("answer");
    assertThat(finding.model()).isEqualTo("gpt-4o");
    assertThat(finding.promptTokens()).isEqualTo(1_200);
    assertThat(finding.completionTokens()).isEqualTo(30);
  }

  @Test
  void shouldShowTheDearestFirst() {
    Repeat cheap = repeat("a", 11, 5);
    Repeat dear = repeat("b", 11, 6);
    List<Runaway> findings =
        RunawayRules.find(
            new RunForest(parts, links), List.of(cheap, dear, cheap), RunawayBounds.DEFAULT);

    assertThat(Runaways.of(findings, 2, "USD").findings())
        .extracting(Runaway::runId)
        .containsExactly("b", "a");
  }

  private static Repeat repeat(String runId, int calls, long costNanos) {
    return new Repeat(
        runId, "coder", UsageKind.LLM_CALL, "answer", "gpt-4o", 1_200L, 30L, calls, 10, costNanos);
  }

  private void runFor(String taskId, String runId, int calls) {
    run(runId, "coder", null, calls);
    Part part = parts.removeLast();
    parts.add(new Part(part.link(), part.agentId(), taskId, part.totals()));
  }

  /** Adds a run whose calls cost a nano each. */
  private void run(String runId, String agentId, @Nullable String parentRunId, int calls) {
    Link link = new Link(runId, agentId, parentRunId);
    links.put(runId, link);
    CostTotals totals = new CostTotals(calls, 0, 0, calls, 0, 0, TokenCounts.NONE);
    parts.add(new Part(link, agentId, "task", totals));
  }

  private List<String> find() {
    return RunawayRules.find(new RunForest(parts, links), List.of(), RunawayBounds.DEFAULT).stream()
        .map(RunawayRulesTests::line)
        .toList();
  }

  private static String line(Runaway found) {
    return "%s %s %s %d above %d, usual %s, %d"
        .formatted(
            found.kind(),
            found.runId(),
            found.agentId(),
            found.measured(),
            found.bound(),
            found.usual(),
            found.costNanos());
  }
}
