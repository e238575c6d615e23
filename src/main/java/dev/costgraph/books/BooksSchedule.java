package dev.costgraph.books;

import dev.costgraph.BadRequest;
import dev.costgraph.platform.Platform;
import dev.costgraph.platform.PlatformGraph;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks the books of every platform by the clock, keeps the last result and shows it as a metric.
 * A check goes on where the last balanced one stopped, and now and then begins with the first fact.
 */
@Singleton
class BooksSchedule {

  private static final Logger LOG = Logger.getLogger(BooksSchedule.class);

  /** So often a check goes on from the last one; then it sees all facts again. */
  private static final int CHECKS_FROM_CHECKPOINT = 24;

  private final BooksGraph books;
  private final PlatformGraph platforms;
  private final MeterRegistry registry;
  private final Map<String, Books> last = new ConcurrentHashMap<>();
  private final Map<String, Checkpoint> checkpoints = new HashMap<>();
  private final Set<String> shown = new HashSet<>();

  /**
   * Where the last balanced check stopped.
   *
   * @param checks since the last one that began with the first fact
   */
  private record Checkpoint(Replay replay, int checks) {}

  BooksSchedule(BooksGraph books, PlatformGraph platforms, MeterRegistry registry) {
    this.books = books;
    this.platforms = platforms;
    this.registry = registry;
  }

  @Scheduled(
      identity = "books",
      every = "{costgraph.books.every}",
      delayed = "{costgraph.books.delayed}",
      concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void check() {
    for (Platform platform : platforms.platforms()) {
      check(platform.platformId());
    }
  }

  /** {@return the last check by the clock; null before the first, and after one that failed} */
  @Nullable Books last(String platformId) {
    return last.get(platformId);
  }

  /**
   * Checks the books of a platform; its metrics are there from now on, whatever comes of it. While
   * another process folds nothing comes of it, and all is as it was.
   */
  void check(String platformId) {
    try {
      read(platformId);
    } catch (RuntimeException e) {
      if (e instanceof BadRequest busy && busy.code() == BadRequest.Code.UNAVAILABLE) {
        LOG.infof("the books were not checked and are as they were: %s", e.getMessage());
        return;
      }
      last.remove(platformId);
      checkpoints.remove(platformId);
      LOG.errorf(e, "the books of platform '%s' could not be checked", platformId);
    }
    if (shown.add(platformId)) {
      Gauge.builder("costgraph.books.balanced", last, all -> balanced(all.get(platformId)))
          .tag("platform", platformId)
          .register(registry);
      Gauge.builder("costgraph.books.checked.at", last, all -> checkedAt(all.get(platformId)))
          .tag("platform", platformId)
          .baseUnit("seconds")
          .register(registry);
    }
  }

  private void read(String platformId) {
    Checkpoint from = checkpoints.remove(platformId);
    if (from == null || from.checks() >= CHECKS_FROM_CHECKPOINT) {
      from = new Checkpoint(new Replay(), 0);
    }
    Books result = books.check(platformId, null, from.replay());
    if (result.balanced()) {
      checkpoints.put(platformId, new Checkpoint(from.replay(), from.checks() + 1));
    }
    last.put(platformId, result);
    if (!result.balanced()) {
      LOG.errorf(
          "the books of platform '%s' do not balance as of %d: %s",
          platformId, result.asOfSequence(), result.differences());
    }
  }

  private static double balanced(@Nullable Books books) {
    return books != null && books.balanced() ? 1 : 0;
  }

  private static double checkedAt(@Nullable Books books) {
    return books == null ? 0 : books.checkedAt().getEpochSecond();
  }
}
