package dev.costgraph.bench;

import dev.costgraph.bench.Load.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a run with 10,000 spawned runs takes to be added up, and its tree to be listed: half of
 * them it spawned itself, 4,000 are in chains of 100, and 1,000 in one chain. Each has two usages.
 */
final class RunTrees {

  private static final int WIDE = 5_000;
  private static final int CHAINS = 40;
  private static final int CHAIN = 100;
  private static final int LONG_CHAIN = 1_000;
  private static final int LIST = 500;
  private static final String PLATFORM = "runs";
  private static final String SUMS = "agentId depth runsBelow calls ownCost totalCost";

  private RunTrees() {}

  static void run(Service service, Report report, int warmSeconds, int seconds) throws Exception {
    try (Connection connection = new Connection(service.port())) {
      fill(connection);
    }
    Result small = ask(service, "run(runId: \"w-1\", %s) { %s }", warmSeconds, seconds);
    Result run = ask(service, "run(runId: \"root\", %s) { %s }", warmSeconds, seconds);
    Result tree = ask(service, "runTree(runId: \"root\", %s) { %s }", warmSeconds, seconds);
    report.line("| 10,000 spawned runs of 20,000 usages, one caller | p50 ms | p95 ms |");
    report.line("| --- | ---: | ---: |");
    row(report, "`run` of one that spawned nothing", small);
    row(report, "`run` of the root", run);
    row(report, "`runTree` of the root, 10,001 rows", tree);
  }

  private static void row(Report report, String what, Result result) {
    report.line("| %s | %.1f | %.1f |", what, result.milliseconds(50), result.milliseconds(95));
  }

  private static Result ask(Service service, String field, int warmSeconds, int seconds)
      throws Exception {
    String query = field.formatted("platformId: \"" + PLATFORM + "\"", SUMS);
    return Questions.ask(service, "{ " + query + " }", warmSeconds, seconds);
  }

  private static void fill(Connection connection) throws Exception {
    List<String> usages = new ArrayList<>();
    add(usages, "root", null);
    for (int i = 0; i < WIDE; i++) {
      add(usages, "w-" + i, "root");
    }
    for (int chain = 0; chain < CHAINS; chain++) {
      chain(usages, "c" + chain, CHAIN);
    }
    chain(usages, "long", LONG_CHAIN);
    for (int from = 0; from < usages.size(); from += LIST) {
      List<String> list = usages.subList(from, Math.min(usages.size(), from + LIST));
      Questions.send(
          connection,
          "{\"query\":\"mutation($usages: [UsageInput!]!) { recordUsages(usages: $usages)"
              + " { __typename } }\",\"variables\":{\"usages\":["
              + String.join(",", list)
              + "]}}");
    }
  }

  private static void chain(List<String> usages, String name, int length) {
    for (int i = 0; i < length; i++) {
      add(usages, name + "-" + i, i == 0 ? "root" : name + "-" + (i - 1));
    }
  }

  private static void add(List<String> usages, String runId, @Nullable String parentRunId) {
    for (int call = 0; call < 2; call++) {
      usages.add(
          ("{\"operationId\":\"%s-%d\",\"platformId\":\"%s\",\"agentId\":\"agent-%d\","
                  + "\"runId\":\"%s\",%s\"model\":\"gpt-4o\","
                  + "\"tokens\":{\"input\":1200,\"output\":300}}")
              .formatted(
                  runId,
                  call,
                  PLATFORM,
                  Math.floorMod(runId.hashCode(), 20),
                  runId,
                  parentRunId == null ? "" : "\"parentRunId\":\"" + parentRunId + "\","));
    }
  }
}
