package dev.costgraph.bench;

import dev.costgraph.bench.Load.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Questions of costs against the same answered by traversing usages and entries, at a fifth of the
 * usages of the {@link Cube} and at all of them.
 */
final class Attribution {

  private static final String PLATFORM = Cube.PLATFORM;
  private static final int DAYS = 90;

  /** What a question of costs comes to without cells. */
  private static final String RAW =
      """
      MATCH (usage:Usage)-[:INCURRED]->(entry:CostEntry)
      WHERE usage.platform_id = $platformId AND usage.timestamp >= $from AND usage.timestamp < $to
        AND ($projectId IS NULL OR usage.project_id = $projectId)
      RETURN %s, sum(entry.total_cost_nanos) AS nanos, count(usage) AS calls
      """;

  private final Service service;
  private final Report report;
  private final int warmSeconds;
  private final int seconds;
  private final Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS);

  private Attribution(Service service, Report report, int warmSeconds, int seconds) {
    this.service = service;
    this.report = report;
    this.warmSeconds = warmSeconds;
    this.seconds = seconds;
  }

  static void run(Path directory, int warmSeconds, int seconds) throws Exception {
    Report report = new Report("attribution");
    report.line("| | usages stored | p50 ms | p95 ms | raw traversal ms | raw ÷ p50 |");
    report.line("| --- | ---: | ---: | ---: | ---: | ---: |");
    try (Cube cube = Cube.start(directory)) {
      for (long stored : new long[] {Cube.STORED / 5, Cube.STORED}) {
        cube.fill(stored);
        if (cube.stored() < stored + stored / 10) {
          new Attribution(cube.service(), report, warmSeconds, seconds).measure(cube.stored());
        }
      }
    }
    report.write();
  }

  private void measure(long stored) throws Exception {
    Instant month = end.minus(30, ChronoUnit.DAYS);
    Instant all = end.minus(DAYS, ChronoUnit.DAYS);
    String agentAndModel = "usage.agent_id AS agent, usage.model_id AS model";
    String byMonth = "costs(groupBy: [AGENT, MODEL], filter: " + filter(month, end, "") + ")";
    compare(
        stored,
        "`costs` by agent and model, a month",
        byMonth + " { rows { keys totals { cost calls } } }",
        agentAndModel,
        month,
        null);
    compare(
        stored,
        "`costSeries` by day, 90 days",
        "costSeries(interval: DAY, filter: %s) { points { start totals { cost calls } } }"
            .formatted(filter(all, end, "")),
        "date(usage.timestamp) AS day",
        all,
        null);
    compare(
        stored,
        "`costs` by task of one project's subtree, a month",
        "costs(groupBy: [TASK], filter: %s) { rows { keys totals { cost calls } } }"
            .formatted(filter(month, end, ", budgetId: \"" + PLATFORM + "-p3\"")),
        "usage.task_id AS task",
        month,
        PLATFORM + "-p3");
    figure(
        stored,
        "`costSeries` by day in New York, 90 days",
        "costSeries(interval: DAY, zone: \"America/New_York\", filter: %s) { points { start"
                .formatted(filter(all, end, ""))
            + " totals { cost } } }");
    Instant ragged = month.plusSeconds(1_033);
    figure(
        stored,
        "`costs` by agent and model, a month with ragged ends",
        "costs(groupBy: [AGENT, MODEL], filter: %s) { rows { keys totals { cost } } }"
            .formatted(filter(ragged, end.minusSeconds(1_071), "")));
    figure(
        stored,
        "`costs` of the month, with the month before",
        "costs(groupBy: [MODEL], previous: true, filter: %s) { rows { keys totals { cost } previous"
                .formatted(filter(month, end, ""))
            + " { cost } } }");
    figure(
        stored,
        "`explainBudget` of a project, a month",
        "explainBudget(budgetId: \"%s-p3\", from: \"%s\", to: \"%s\") { change }"
            .formatted(PLATFORM, month, end));
    pages(stored);
    columns(month);
  }

  private void columns(Instant month) throws Exception {
    try (Bare bare = Bare.on(service)) {
      long start = System.nanoTime();
      Columns columns = Columns.of(bare, PLATFORM);
      double filled = (System.nanoTime() - start) / 1e9;
      double[] scans = new double[30];
      for (int i = 0; i < scans.length; i++) {
        start = System.nanoTime();
        if (columns.sum(month, end).length == 0) {
          throw new IllegalStateException("no sums");
        }
        scans[i] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(scans);
      report.line(
          "| a columnar copy in the heap, the first question: filled in %,.0f s, %,d MiB | %,d |"
              + " %.1f | %.1f | | |",
          filled, columns.bytes() >> 20, columns.size(), scans[15], scans[28]);
    }
  }

  private static String filter(Instant from, Instant to, String more) {
    return "{platformIds: [\"%s\"], from: \"%s\", to: \"%s\"%s}"
        .formatted(PLATFORM, from, to, more);
  }

  private void compare(
      long stored,
      String what,
      String question,
      String keys,
      Instant from,
      @Nullable String projectId)
      throws Exception {
    Result answered = ask(question);
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("platformId", PLATFORM);
    parameters.put("from", from.atZone(ZoneOffset.UTC));
    parameters.put("to", end.atZone(ZoneOffset.UTC));
    parameters.put("projectId", projectId);
    double raw;
    try (Bare bare = Bare.on(service)) {
      bare.database().milliseconds(RAW.formatted(keys), parameters);
      raw = bare.database().milliseconds(RAW.formatted(keys), parameters);
    }
    report.line(
        "| %s | %,d | %.1f | %.1f | %,.0f | %.0f |",
        what,
        stored,
        answered.milliseconds(50),
        answered.milliseconds(95),
        raw,
        raw / answered.milliseconds(50));
  }

  private void figure(long stored, String what, String question) throws Exception {
    Result answered = ask(question);
    report.line(
        "| %s | %,d | %.1f | %.1f | | |",
        what, stored, answered.milliseconds(50), answered.milliseconds(95));
  }

  private Result ask(String question) throws Exception {
    return Questions.ask(service, "{ " + question + " }", warmSeconds, seconds);
  }

  /** The first page of usages, and the thousandth: what is asked for then is one more page. */
  private void pages(long stored) throws Exception {
    Pattern cursor = Pattern.compile("\"endCursor\":\"([^\"]+)\"");
    String after = "";
    String page = "";
    try (Connection connection = new Connection(service.port())) {
      for (int number = 1; number <= 1_000; number++) {
        page =
            "usages(first: 50, filter: {platformIds: [\"%s\"]}%s) { nodes { operationId cost }"
                    .formatted(PLATFORM, after)
                + " pageInfo { endCursor } }";
        if (number == 1) {
          figure(stored, "`usages`, the first page of 50", page);
        }
        Matcher next =
            cursor.matcher(Questions.send(connection, Questions.body("{ " + page + " }")));
        if (!next.find()) {
          throw new IllegalStateException("no page " + number);
        }
        after = ", after: \"" + next.group(1) + "\"";
      }
    }
    figure(stored, "`usages`, the 1,000th page of 50", page);
  }
}
