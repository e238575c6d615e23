package dev.costgraph.bench;

import dev.costgraph.bench.Load.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Recording with many usages stored against recording into an empty store, and what the heap does
 * meanwhile. Both services run at once, each measured while the other waits, so that the noise of
 * the machine meets both.
 */
final class StoreSize {

  private static final long STORED = Long.getLong("costgraph.bench.stored", 5_000_000);
  private static final int ROUNDS = 3;
  private static final int SECONDS = 20;
  private static final int CALLERS = 8;
  private static final int LIST = 500;

  private StoreSize() {}

  static void run(Path directory) throws Exception {
    Report report = new Report("size");
    try (Service full = Service.start(directory.resolve("full"), List.of())) {
      Organisation organisation = new Organisation("size");
      create(full, organisation);
      long start = System.nanoTime();
      fill(full, organisation, STORED);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      String heapBefore = heap(full);
      try (Service empty = Service.start(directory.resolve("empty"), List.of())) {
        Organisation other = new Organisation("size");
        create(empty, other);
        fill(empty, other, 60_000);
        long perSecondFull = 0;
        long perSecondEmpty = 0;
        for (int round = 0; round < ROUNDS; round++) {
          perSecondEmpty += lists(empty, other).perSecond();
          perSecondFull += lists(full, organisation).perSecond();
        }
        report.line("| usages stored | a second | ÷ nearly empty |");
        report.line("| ---: | ---: | ---: |");
        report.line("| 60,000 and more | %,d | 1.00 |", perSecondEmpty / ROUNDS);
        report.line(
            "| %,d and more | %,d | %s |",
            STORED, perSecondFull / ROUNDS, Report.ratio(perSecondFull, perSecondEmpty));
      }
      fill(full, organisation, STORED / 5);
      report.line("");
      report.line(
          "Filled in %,d s (%,d usages a second); heap in use after a full collection with %,d"
              + " stored: %s KiB, after %,d more: %s KiB; store and log on disk: %,d MiB.",
          seconds,
          STORED / Math.max(1, seconds),
          STORED,
          heapBefore,
          STORED / 5,
          heap(full),
          size(directory.resolve("full")) >> 20);
    }
    report.write();
  }

  static void create(Service service, Organisation organisation) throws Exception {
    try (Connection connection = new Connection(service.port())) {
      organisation.create(connection);
    }
  }

  static void fill(Service service, Organisation organisation, long usages) throws Exception {
    AtomicLong done = new AtomicLong();
    try (Background background =
        Background.run(CALLERS, Callers.lists(service.port(), organisation, LIST), done)) {
      for (long shown = 0; done.get() < usages; ) {
        Thread.sleep(1_000);
        if (done.get() - shown >= 250_000) {
          shown = done.get();
          System.out.printf("%,d usages stored%n", shown);
        }
        background.requireWorking();
      }
    }
  }

  private static Result lists(Service service, Organisation organisation) throws Exception {
    return Load.run(
        Callers.of(CALLERS, Callers.lists(service.port(), organisation, LIST)), 5, SECONDS);
  }

  /** {@return the heap in use after a full collection, as the JVM's own tool says} */
  static String heap(Service service) throws Exception {
    run(service, "GC.run");
    return used(service);
  }

  /** {@return KiB of heap in use, garbage and all} */
  static String used(Service service) throws Exception {
    return run(service, "GC.heap_info")
        .lines()
        .filter(line -> line.contains("used"))
        .findFirst()
        .map(line -> line.replaceAll(".*used (\\d+)K.*", "$1"))
        .orElse("unknown");
  }

  private static String run(Service service, String command) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(service.processId()), command).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }

  private static long size(Path directory) throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
