package dev.costgraph.live;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.live.Reading.Page;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.RetryableException;

/**
 * One subscriber with its place in a ledger. It reads when it is asked for more and there is more,
 * so whoever is slow reads later and larger pages, and nothing waits in memory. One call of {@link
 * #next} is under way at a time; only {@link #close} comes from elsewhere.
 */
final class Follower<T> {

  /** Between two reads of a subscriber that has caught up; commits within it are read together. */
  private static final int READ_MS_MIN = 50;

  private static final int BACKOFF_MS_MIN = 100;
  private static final int BACKOFF_MS_MAX = 2_000;

  private static final Executor VIRTUAL = task -> Thread.ofVirtual().name("subscriber").start(task);

  private final LedgerTails tails;
  private final Reading<T> reading;
  private final Executor delivery;
  private @Nullable LedgerTail tail;
  private boolean closed;
  private long sequence;
  private long notBeforeNanos;

  private Follower(LedgerTails tails, Reading<T> reading, Executor delivery) {
    this.tails = tails;
    this.reading = reading;
    this.delivery = delivery;
    this.notBeforeNanos = System.nanoTime();
  }

  /** {@return the pages of each subscriber, delivered on the context that subscribes} */
  static <T> Multi<List<T>> pages(LedgerTails tails, Supplier<Reading<T>> reading) {
    return Multi.createFrom()
        .deferred(
            () -> {
              Context context = Vertx.currentContext();
              Executor delivery =
                  context == null ? Runnable::run : task -> context.runOnContext(v -> task.run());
              Follower<T> follower = new Follower<>(tails, reading.get(), delivery);
              return Multi.createBy()
                  .repeating()
                  .uni(follower::next)
                  .indefinitely()
                  .onTermination()
                  .invoke(follower::close);
            });
  }

  private Uni<List<T>> next() {
    LedgerTail following = watched();
    Uni<?> more = following == null ? Uni.createFrom().voidItem() : following.beyond(sequence);
    return more.emitOn(VIRTUAL)
        .onItem()
        .transform(ignored -> following == null ? start() : read(following))
        .emitOn(delivery);
  }

  private List<T> start() {
    LedgerTail started = watch(patiently(reading::platformId));
    return take(patiently(() -> reading.first(started.look())));
  }

  private List<T> read(LedgerTail following) {
    sleep((notBeforeNanos - System.nanoTime()) / 1_000_000);
    Position until = following.position();
    Page<T> page = patiently(() -> reading.next(sequence, until));
    if (page.sequence() >= until.sequence()) {
      notBeforeNanos = System.nanoTime() + READ_MS_MIN * 1_000_000L;
    }
    return take(page);
  }

  private List<T> take(Page<T> page) {
    sequence = page.sequence();
    return page.items();
  }

  /** Tries again while the database is away, for a bounded time and while someone listens. */
  private <R> R patiently(Supplier<R> read) {
    long giveUpNanos = System.nanoTime() + Limits.OUTAGE_MAX.toNanos();
    int backoffMs = BACKOFF_MS_MIN;
    while (true) {
      try {
        return read.get();
      } catch (RuntimeException e) {
        if (!(e instanceof RetryableException)) {
          throw e;
        }
        if (isClosed() || System.nanoTime() > giveUpNanos) {
          throw unavailable(e);
        }
        sleep(backoffMs);
        backoffMs = Math.min(backoffMs * 2, BACKOFF_MS_MAX);
      }
    }
  }

  static BadRequest unavailable(RuntimeException cause) {
    BadRequest unavailable =
        new BadRequest(
            BadRequest.Code.UNAVAILABLE,
            null,
            "the database does not answer; subscribe again later, after the last sequence seen");
    unavailable.initCause(cause);
    return unavailable;
  }

  private synchronized @Nullable LedgerTail watched() {
    return tail;
  }

  private synchronized LedgerTail watch(String platformId) {
    LedgerTail watched = tails.watch(platformId);
    if (closed) {
      tails.release(watched);
    } else {
      tail = watched;
    }
    return watched;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void close() {
    if (!closed && tail != null) {
      tails.release(tail);
    }
    closed = true;
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(Math.max(0, milliseconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two reads", e);
    }
  }
}
