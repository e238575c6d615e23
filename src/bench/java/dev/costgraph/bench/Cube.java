package dev.costgraph.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service with many usages: of 50 agents, 200 tasks and 12 models, within 90 days. Its store is
 * kept where {@code costgraph.bench.store} says, and what is there already is not recorded again.
 */
final class Cube implements AutoCloseable {

  static final String PLATFORM = "cube";
  static final long STORED = Long.getLong("costgraph.bench.stored", 5_000_000);

  private final Service service;
  private final Organisation organisation = new Organisation(PLATFORM, 200, 50, 12);

  private Cube(Service service) {
    this.service = service;
  }

  /**
   * Starts it, with as many usages as are there.
   *
   * @param options of its JVM
   */
  static Cube start(Path directory, String... options) throws Exception {
    String kept = System.getProperty("costgraph.bench.store", "");
    Path store = kept.isEmpty() ? directory : Path.of(kept);
    Cube cube = new Cube(Service.start(store, List.of(options)));
    if (!Files.exists(store.resolve("created"))) {
      try (Connection connection = new Connection(cube.service.port())) {
        cube.organisation.create(connection);
      }
      Files.createFile(store.resolve("created"));
    }
    return cube;
  }

  Service service() {
    return service;
  }

  /** Records until so many usages are stored. */
  void fill(long wanted) throws Exception {
    long before = stored();
    AtomicLong done = new AtomicLong(before);
    if (before >= wanted) {
      return;
    }
    try (Background background =
        Background.run(4, Callers.lists(service.port(), organisation, 1_000), done)) {
      for (long shown = before; done.get() < wanted; ) {
        Thread.sleep(200);
        if (done.get() - shown >= 100_000) {
          shown = done.get();
          System.out.printf("%,d usages stored%n", shown);
        }
        background.requireWorking();
      }
    }
  }

  /** {@return how many usages are stored} */
  long stored() throws Exception {
    try (Connection connection = new Connection(service.port())) {
      String answer =
          Questions.send(
              connection,
              Questions.body(
                  "{ costs(groupBy: [], filter: {platformIds: [\"%s\"]}) { total { calls } } }"
                      .formatted(PLATFORM)));
      Matcher calls = Pattern.compile("\"calls\":(\\d+)").matcher(answer);
      if (!calls.find()) {
        throw new IllegalStateException(answer);
      }
      return Long.parseLong(calls.group(1));
    }
  }

  @Override
  public void close() throws InterruptedException {
    service.close();
  }
}
