package dev.costgraph.live;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The end of one platform's ledger, for the subscribers that wait for it to move. The object's own
 * lock guards it; nobody is called while it is held.
 */
final class LedgerTail {

  private static final Logger LOG = Logger.getLogger(LedgerTail.class);

  /** Between two looks at a ledger that moves, so that watching costs its writer little. */
  private static final int LOOK_MS_MIN = 20;

  private final String platformId;
  private final LiveGraph graph;
  private final Set<Waiter> waiters = new HashSet<>();
  private Position position = Position.START;
  private int watchers;
  private boolean looking;
  private boolean lookAgain;

  LedgerTail(String platformId, LiveGraph graph) {
    this.platformId = platformId;
    this.graph = graph;
  }

  private record Waiter(long sequence, UniEmitter<? super Position> emitter) {}

  String platformId() {
    return platformId;
  }

  synchronized Position position() {
    return position;
  }

  /** {@return when the ledger is beyond the sequence; cancelling it frees everything} */
  Uni<Position> beyond(long sequence) {
    return Uni.createFrom().emitter(emitter -> await(new Waiter(sequence, emitter)));
  }

  private void await(Waiter waiter) {
    waiter.emitter().onTermination(() -> forget(waiter));
    Position reached;
    synchronized (this) {
      reached = position;
      if (reached.sequence() <= waiter.sequence()) {
        waiters.add(waiter);
        return;
      }
    }
    waiter.emitter().complete(reached);
  }

  private synchronized void forget(Waiter waiter) {
    waiters.remove(waiter);
  }

  /** Looks soon and in the background, once for any number of calls meanwhile. */
  void lookSoon() {
    synchronized (this) {
      lookAgain = true;
      if (looking) {
        return;
      }
      looking = true;
    }
    Thread.ofVirtual().name("tail-" + platformId).start(this::lookWhileAsked);
  }

  private void lookWhileAsked() {
    while (asked()) {
      try {
        look();
        Thread.sleep(LOOK_MS_MIN);
      } catch (Neo4jException e) {
        LOG.debugf(
            e, "platform %s: its ledger cannot be read, the next poll tries again", platformId);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized boolean asked() {
    looking = lookAgain && !Thread.currentThread().isInterrupted();
    lookAgain = false;
    return looking;
  }

  /** Reads where the ledger stands and wakes who waited for it; {@return the position} */
  Position look() {
    Position read = graph.position(platformId);
    List<Waiter> reached = new ArrayList<>();
    synchronized (this) {
      if (read.isAfter(position)) {
        position = read;
      }
      for (Waiter waiter : waiters) {
        if (position.sequence() > waiter.sequence()) {
          reached.add(waiter);
        }
      }
      reached.forEach(waiters::remove);
    }
    reached.forEach(waiter -> waiter.emitter().complete(read));
    return read;
  }

  /** Ends everyone who waits. */
  void fail(RuntimeException failure) {
    List<Waiter> failed;
    synchronized (this) {
      failed = List.copyOf(waiters);
      waiters.clear();
    }
    failed.forEach(waiter -> waiter.emitter().fail(failure));
  }

  /** Counts subscribers; {@return how many there are now} */
  synchronized int watchers(int change) {
    watchers += change;
    return watchers;
  }

  synchronized int waiting() {
    return waiters.size();
  }
}
