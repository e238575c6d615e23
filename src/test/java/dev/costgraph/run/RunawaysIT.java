package dev.costgraph.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.costgraph.GraphQl;
import dev.costgraph.sample.Sample;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The default bounds find what was planted into an organisation at work, and nothing in one that
 * works quietly: planners with coders and reviewers, failed calls made again, and an index whose
 * pieces are all of the same length.
 */
@QuarkusTest
class RunawaysIT {

  private static final Instant START = Instant.parse("2026-06-01T06:00:00Z");
  private static final int PLANS = 40;

  @Inject Sample sample;

  private final String platformId = "runaways-" + UUID.randomUUID();
  private final Random random = new Random(20_260_601);
  private final List<Map<String, Object>> usages = new ArrayList<>();

  @Test
  void shouldFindNothingInTheSample() {
    sample.load();

    JsonPath answer = GraphQl.send("runaways", Map.of("platformId", "sample"));

    assertThat(answer.getString("errors")).isNull();
    assertThat(answer.getList("data.runaways.findings")).isEmpty();
  }

  @Test
  void shouldFindNothingWhereWorkIsQuiet() {
    work();
    record();

    assertThat(findings(Map.of())).isEmpty();
  }

  @Test
  void shouldFindWhatWasPlanted() {
    work();
    // a coder that edits without end: other sizes each time
    for (int i = 0; i < 80; i++) {
      call("endless", "coder", "plan-3", 8_000 + 13 * i, 500 + i);
    }
    // a reviewer that asks the same again: sizes do not change
    for (int i = 0; i < 14; i++) {
      call("stuck", "reviewer", "code-7", 5_000, 12);
    }
    // agents that hand on to each other
    for (int i = 0; i < 12; i++) {
      amount("hop-" + i, i % 2 == 0 ? "ping" : "pong", i == 0 ? null : "hop-" + (i - 1), "0.5");
    }
    // a planner that spawns a researcher per line of a file
    amount("splitter", "planner", null, "0.1");
    for (int i = 0; i < 60; i++) {
      amount("line-" + i, "researcher", "splitter", "0.25");
    }
    record();

    assertThat(findings(Map.of()))
        .containsExactly(
            "WIDE splitter planner null null 60 > 50, usual null: 15",
            "CALLS_ABOVE_USUAL endless coder task null 80 > 25, usual 5: 2.1343",
            "DEEP hop-0 ping null null 11 > 8, usual null: 1.5",
            "REPEATED_CALLS stuck reviewer null gpt-4o 14 > 10, usual null: 0.17668");
  }

  @Test
  void shouldFindByOtherBounds() {
    for (int i = 0; i < 4; i++) {
      call("stuck", "reviewer", null, 5_000, 12);
    }
    amount("a", "planner", "stuck", "1");
    amount("b", "planner", "stuck", "1");
    amount("c", "planner", "a", "1");
    record();
    Map<String, Integer> narrow = Map.of("repeatsMax", 3, "depthMax", 1, "spawnedMax", 1);

    assertThat(findings(Map.of())).isEmpty();
    assertThat(findings(Map.of("bounds", narrow)))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("WIDE", "DEEP", "REPEATED_CALLS");
    assertThat(findings(Map.of("bounds", narrow, "first", 1))).hasSize(1);
    assertThat(findings(Map.of("bounds", narrow, "to", START.toString()))).isEmpty();
  }

  @Test
  void shouldFindMoreCallsByOtherBounds() {
    for (int i = 0; i < 10; i++) {
      amount("quiet-" + i / 2, "coder", null, "0.1");
    }
    for (int i = 0; i < 7; i++) {
      amount("longer", "coder", null, "0.1");
    }
    record();

    assertThat(findings(Map.of("bounds", Map.of("callsMax", 5, "timesUsualMax", 3))))
        .containsExactly("CALLS_ABOVE_USUAL longer coder task null 7 > 6, usual 2: 0.7");
    assertThat(findings(Map.of("bounds", Map.of("callsMax", 7, "timesUsualMax", 3)))).isEmpty();
    assertThat(findings(Map.of("bounds", Map.of("callsMax", 5, "timesUsualMax", 4)))).isEmpty();
  }

  @Test
  void shouldTakeACallThatTasksShareForOne() {
    for (int i = 0; i < 11; i++) {
      call("halves", "coder", null, 1_000, 100);
      share("0.5", "0.5");
      call("crumbs", "coder", null, 100, 0); // the first part has no token of it
      share("0.001", "0.999");
      amount("paid", "coder", null, "0.01");
      share("0.5", "0.5");
    }
    record();

    JsonPath answer =
        GraphQl.send(
            "runaways", Map.of("platformId", platformId, "bounds", Map.of("otherRepeatsMax", 10)));

    assertThat(answer.<Map<String, Object>>getList("data.runaways.findings"))
        .extracting(
            found ->
                "%s of %s and %s, %s: %s"
                    .formatted(
                        found.get("runId"),
                        found.get("promptTokens"),
                        found.get("completionTokens"),
                        found.get("measured"),
                        found.get("cost")))
        .containsExactly(
            "paid of null and null, 11: 0.11",
            "halves of 1000 and 100, 11: 0.0385",
            "crumbs of 100 and 0, 11: 0.00275");
  }

  @Test
  void shouldFindLoopsThatNoTokensTellOf() {
    for (int i = 0; i < 101; i++) {
      other("searching", "TOOL_CALL", "search", "0.01");
    }
    for (int i = 0; i < 6; i++) {
      other("billed", "LLM_CALL", "answer", "0.02");
    }
    for (int i = 0; i < 10; i++) { // five of each: what is paid tells them apart
      other("varied", "TOOL_CALL", "search", i % 2 == 0 ? "0.1" : "0.2");
    }
    for (int i = 0; i < 12; i++) {
      other("indexing", "EMBEDDING", "index", "0.3");
    }
    record();

    assertThat(findings(Map.of()))
        .containsExactly("REPEATED_CALLS searching agent null null 101 > 100, usual null: 1.01");
    Map<String, Object> variables =
        Map.of("platformId", platformId, "bounds", Map.of("otherRepeatsMax", 5));
    assertThat(
            GraphQl.send("runaways", variables)
                .<Map<String, Object>>getList("data.runaways.findings"))
        .extracting(
            found -> found.get("runId") + " " + found.get("usageKind"),
            found -> found.get("capability"),
            found -> found.get("bound"))
        .containsExactly(
            tuple("searching TOOL_CALL", "search", 5), tuple("billed LLM_CALL", "answer", 5));
  }

  private void other(String runId, String kind, String capability, String amount) {
    amount(runId, "agent", null, amount);
    usages.getLast().put("kind", kind);
    usages.getLast().put("capability", capability);
  }

  /** Makes the last usage one that two tasks share. */
  private void share(String one, String other) {
    usages.getLast().remove("taskId");
    usages
        .getLast()
        .put(
            "split",
            List.of(
                Map.of("taskId", platformId + ":task", "weight", one),
                Map.of("taskId", platformId + ":other", "weight", other)));
  }

  /** Work of a week, quiet. */
  private void work() {
    for (int i = 0; i < PLANS; i++) {
      String plan = "plan-" + i;
      call(plan, "planner", null, size(11_000), size(1_200));
      String coder = "code-" + i;
      int edits = 3 + random.nextInt(5);
      for (int edit = 0; edit < edits; edit++) {
        call(coder, "coder", plan, size(24_000), size(2_200));
        if (random.nextInt(20) == 0) {
          failed(coder, "coder", plan);
        }
      }
      call("review-" + i, "reviewer", coder, size(18_000), size(1_600));
      call(plan, "planner", null, size(14_000), size(800));
      if (i % 2 == 0) {
        amount("search-" + i, "researcher", plan, "0.01");
      }
    }
    for (int piece = 0; piece < 30; piece++) {
      Map<String, Object> usage = usage("index", "indexer", null);
      usage.put("kind", "EMBEDDING");
      usage.put("model", "text-embedding-3-small");
      usage.put("tokens", Map.of("input", 512));
    }
  }

  private int size(int about) {
    return about * 3 / 4 + random.nextInt(about / 2);
  }

  private void failed(String runId, String agentId, @Nullable String parentRunId) {
    Map<String, Object> usage = usage(runId, agentId, parentRunId);
    usage.put("model", "gpt-4o");
    usage.put("tokens", Map.of("input", size(24_000), "output", 0));
    usage.put("outcome", "FAILED");
  }

  private void call(String runId, String agentId, @Nullable String parent, int input, int output) {
    Map<String, Object> usage = usage(runId, agentId, parent);
    usage.put("model", "gpt-4o");
    usage.put("tokens", Map.of("input", input, "output", output));
  }

  private void amount(String runId, String agentId, @Nullable String parent, String amount) {
    usage(runId, agentId, parent).put("amount", amount);
  }

  private Map<String, Object> usage(String runId, String agentId, @Nullable String parentRunId) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", platformId + ":" + usages.size());
    usage.put("platformId", platformId);
    usage.put("taskId", platformId + ":task");
    usage.put("agentId", agentId);
    usage.put("runId", runId);
    usage.put("parentRunId", parentRunId);
    usage.put("timestamp", START.plusSeconds(60L * usages.size()).toString());
    usages.add(usage);
    return usage;
  }

  private void record() {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  private List<String> findings(Map<String, ?> variables) {
    Map<String, Object> all = new HashMap<>(variables);
    all.put("platformId", platformId);
    JsonPath answer = GraphQl.send("runaways", all);
    assertThat(answer.getString("errors")).isNull();
    return answer.<Map<String, Object>>getList("data.runaways.findings").stream()
        .map(this::line)
        .toList();
  }

  private String line(Map<String, Object> found) {
    return "%s %s %s %s %s %s > %s, usual %s: %s"
        .formatted(
            found.get("kind"),
            found.get("runId"),
            found.get("agentId"),
            String.valueOf(found.get("taskId")).replace(platformId + ":", ""),
            found.get("model"),
            found.get("measured"),
            found.get("bound"),
            found.get("usual"),
            found.get("cost"));
  }
}
