package dev.costgraph.bench;

import dev.costgraph.bench.Load.Caller;
import dev.costgraph.bench.Load.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The benchmarks of docs/benchmarks.md: each compares two ways of doing the same, one right after
 * the other on the same store, and writes their ratio. Arguments: names of benchmarks; none for all
 * but {@code size}, {@code attribution} and {@code page}, which take an hour, and {@code export}.
 */
public final class Benchmarks {

  private static final int WARM = Integer.getInteger("costgraph.bench.warm", 15);
  private static final int MEASURED = Integer.getInteger("costgraph.bench.seconds", 20);
  private static final int LIST = 500;
  private static final int BATCH = 256;

  private final Service service;
  private final Bare bare;

  private Benchmarks(Service service, Bare bare) {
    this.service = service;
    this.bare = bare;
  }

  /** Runs the benchmarks that are named. */
  public static void main(String[] names) throws Exception {
    List<String> wanted =
        names.length == 0
            ? List.of("recording", "reserving", "idle", "mixed", "pricing", "runs", "subtree")
            : List.of(String.join(",", names).split(","));
    for (String name : wanted) {
      Path directory = Files.createTempDirectory("costgraph-bench");
      if (name.equals("size")) {
        StoreSize.run(directory);
        continue;
      }
      if (name.equals("attribution")) {
        Attribution.run(directory, WARM, MEASURED);
        continue;
      }
      if (name.equals("page")) {
        PageSpeed.run(directory);
        continue;
      }
      if (name.equals("export")) {
        ExportSpeed.run(directory);
        continue;
      }
      if (name.equals("pricing")) {
        PricingSpeed.run();
        continue;
      }
      try (Service service = Service.start(directory, List.of());
          Bare bare = Bare.on(service)) {
        new Benchmarks(service, bare).run(name);
      }
    }
  }

  private void run(String name) throws Exception {
    Report report = new Report(name);
    switch (name) {
      case "recording" -> recording(report);
      case "reserving" -> reserving(report);
      case "idle" -> idle(report);
      case "mixed" -> mixed(report);
      case "runs" -> RunTrees.run(service, report, WARM, MEASURED);
      case "subtree" -> subtree(report);
      default -> throw new IllegalArgumentException("no benchmark " + name);
    }
    report.write();
  }

  private Organisation organisation(String platformId) throws Exception {
    Organisation organisation = new Organisation(platformId);
    try (Connection connection = new Connection(service.port())) {
      organisation.create(connection);
    }
    return organisation;
  }

  private static Result load(int callers, Callable<Caller> kind) throws Exception {
    return Load.run(Callers.of(callers, kind), WARM, MEASURED);
  }

  /** Lists and singles through the API, against the driver in batches and one by one. */
  private void recording(Report report) throws Exception {
    Organisation organisation = organisation("recording");
    load(8, Callers.lists(service.port(), organisation, LIST)); // what the JVM compiles once
    Result bareBatches = load(1, Callers.bare(bare, organisation, BATCH));
    Result lists = load(8, Callers.lists(service.port(), organisation, LIST));
    Result singles = load(64, Callers.singles(service.port(), organisation));
    Result one = load(1, Callers.bare(bare, organisation, 1));
    Result many = load(64, Callers.bare(bare, organisation, 1));
    Result faster = one.perSecond() > many.perSecond() ? one : many;
    report.line("| usages a second | | ÷ bare | ÷ one per transaction |");
    report.line("| --- | ---: | ---: | ---: |");
    row(report, "bare: the driver, batches of 256", bareBatches, bareBatches, faster);
    row(report, "`recordUsages`, lists of 500, 8 connections", lists, bareBatches, faster);
    row(report, "`recordUsage`, 64 connections", singles, bareBatches, faster);
    row(report, "one per transaction, 1 thread", one, bareBatches, faster);
    row(report, "one per transaction, 64 threads", many, bareBatches, faster);
  }

  private static void row(Report report, String what, Result result, Result bare, Result one) {
    report.line(
        "| %s | %,d | %s | %s |",
        what,
        result.perSecond(),
        Report.ratio(result.perSecond(), bare.perSecond()),
        Report.ratio(result.perSecond(), one.perSecond()));
  }

  /** Reserve and settle, alternating, on one shared budget of depth 5. */
  private void reserving(Report report) throws Exception {
    Organisation organisation = organisation("reserving");
    load(50, Callers.reservations(service.port(), organisation));
    Result one = load(1, Callers.bareReservations(bare, organisation));
    Result many = load(64, Callers.bareReservations(bare, organisation));
    Result faster = one.perSecond() > many.perSecond() ? one : many;
    report.line(
        "| reserve and settle, alternating | operations a second | p50 ms | p99 ms | ÷ one per"
            + " transaction |");
    report.line("| --- | ---: | ---: | ---: | ---: |");
    latencies(report, "one per transaction, 1 thread", one, faster);
    latencies(report, "one per transaction, 64 threads", many, faster);
    for (int connections : new int[] {1, 10, 50, 200}) {
      Result result = load(connections, Callers.reservations(service.port(), organisation));
      latencies(report, connections + " connections", result, faster);
    }
  }

  private static void latencies(Report report, String what, Result result, Result one) {
    report.line(
        "| %s | %,d | %.1f | %.1f | %s |",
        what,
        result.perSecond(),
        result.milliseconds(50),
        result.milliseconds(99),
        Report.ratio(result.perSecond(), one.perSecond()));
  }

  /** One caller, nobody else. */
  private void idle(Report report) throws Exception {
    Organisation organisation = organisation("idle");
    load(50, Callers.reservations(service.port(), organisation));
    load(1, Callers.bare(bare, organisation, 1));
    Result bareOne = load(1, Callers.bare(bare, organisation, 1));
    Result apiOne = load(1, Callers.singles(service.port(), organisation));
    Result bareReservation = load(1, Callers.bareReservations(bare, organisation));
    Result apiReservation = load(1, Callers.reservations(service.port(), organisation));
    report.line("| one caller | p50 ms | p99 ms | p50 ÷ driver |");
    report.line("| --- | ---: | ---: | ---: |");
    idle(report, "a usage, one transaction of the driver", bareOne, bareOne);
    idle(report, "`recordUsage`", apiOne, bareOne);
    idle(
        report,
        "reserve or settle, one transaction of the driver",
        bareReservation,
        bareReservation);
    idle(report, "`reserve` or `settle`", apiReservation, bareReservation);
  }

  private static void idle(Report report, String what, Result result, Result driver) {
    report.line(
        "| %s | %.2f | %.2f | %s |",
        what,
        result.milliseconds(50),
        result.milliseconds(99),
        Report.ratio(result.milliseconds(50), driver.milliseconds(50)));
  }

  /** Reserving while bulk is recorded on the same platform. */
  private void mixed(Report report) throws Exception {
    Organisation organisation = organisation("mixed");
    Callable<Caller> reserving = Callers.reservations(service.port(), organisation);
    Callable<Caller> bulk = Callers.lists(service.port(), organisation, LIST);
    load(50, reserving);
    load(4, bulk);
    Result alone = load(10, reserving);
    AtomicLong recorded = new AtomicLong();
    Result beside;
    long before = recorded.get();
    try (Background background = Background.run(2, bulk, recorded)) {
      beside = load(10, reserving);
    }
    report.line(
        "| reserve and settle, 10 connections | operations a second | p50 ms | p99 ms | p99 ÷ alone"
            + " |");
    report.line("| --- | ---: | ---: | ---: | ---: |");
    report.line(
        "| alone | %,d | %.1f | %.1f | 1.00 |",
        alone.perSecond(), alone.milliseconds(50), alone.milliseconds(99));
    report.line(
        "| while lists of 500 are recorded (about %,d usages a second) | %,d | %.1f | %.1f | %s |",
        (recorded.get() - before) / (WARM + MEASURED),
        beside.perSecond(),
        beside.milliseconds(50),
        beside.milliseconds(99),
        Report.ratio(beside.milliseconds(99), alone.milliseconds(99)));
  }

  /** How a budget and the 1,000 below it stand, after lists were recorded on all of their tasks. */
  private void subtree(Report report) throws Exception {
    Organisation organisation = new Organisation("subtree", 831, 40, 10);
    try (Connection connection = new Connection(service.port())) {
      organisation.create(connection);
    }
    load(4, Callers.lists(service.port(), organisation, LIST));
    report.line("| one caller | p50 ms | p95 ms |");
    report.line("| --- | ---: | ---: |");
    String subtree = "{ subtree(budgetId: \"subtree-%s\") { budgetId limit%s } }";
    String status = " status { state spent held remaining }";
    asked(report, "`subtree` of a budget with 1,000 below it", subtree.formatted("all", ""));
    asked(report, "the same with the status of each", subtree.formatted("all", status));
    asked(report, "of one project of 5 tasks, with statuses", subtree.formatted("p3", status));
  }

  private void asked(Report report, String what, String query) throws Exception {
    Result result = Questions.ask(service, query, WARM, MEASURED);
    report.line("| %s | %.1f | %.1f |", what, result.milliseconds(50), result.milliseconds(95));
  }
}
