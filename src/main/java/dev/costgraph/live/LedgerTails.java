package dev.costgraph.live;

import dev.costgraph.Limits;
import dev.costgraph.ledger.LedgerAdvanced;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The ledgers that have subscribers. What this process commits is seen at once; what other
 * processes commit is seen by polling, with one statement for all ledgers. Without subscribers
 * nothing is polled.
 */
@Singleton
class LedgerTails {

  private static final Logger LOG = Logger.getLogger(LedgerTails.class);

  private static final int POLL_MS = 200;

  private final LiveGraph graph;
  private final Map<String, LedgerTail> tails = new HashMap<>();
  private boolean polling;
  private long failingSinceNanos;
  private boolean failing;

  LedgerTails(LiveGraph graph) {
    this.graph = graph;
  }

  /** {@return the tail of a platform, kept until it is released as often as it was asked for} */
  synchronized LedgerTail watch(String platformId) {
    LedgerTail tail = tails.computeIfAbsent(platformId, id -> new LedgerTail(id, graph));
    tail.watchers(1);
    if (!polling) {
      polling = true;
      Thread.ofVirtual().name("ledger-tails").start(this::poll);
    }
    return tail;
  }

  synchronized void release(LedgerTail tail) {
    if (tail.watchers(-1) == 0) {
      tails.remove(tail.platformId());
    }
  }

  synchronized List<LedgerTail> watched() {
    return List.copyOf(tails.values());
  }

  /** On the ledger's own thread: it must not wait here. */
  void advanced(@Observes LedgerAdvanced event) {
    LedgerTail tail;
    synchronized (this) {
      tail = tails.get(event.platformId());
    }
    if (tail != null) {
      tail.lookSoon();
    }
  }

  private void poll() {
    while (goOn()) {
      try {
        Thread.sleep(POLL_MS);
        Map<String, LedgerTail> watched = new HashMap<>();
        watched().forEach(tail -> watched.put(tail.platformId(), tail));
        graph
            .sequences(watched.keySet())
            .forEach(
                (platformId, sequence) -> {
                  LedgerTail tail = watched.get(platformId);
                  if (tail != null && sequence > tail.position().sequence()) {
                    tail.lookSoon();
                  }
                });
        failing = false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Neo4jException e) {
        failed(e);
      }
    }
  }

  private synchronized boolean goOn() {
    polling = !tails.isEmpty() && !Thread.currentThread().isInterrupted();
    return polling;
  }

  private void failed(Neo4jException e) {
    if (!failing) {
      LOG.warnf("subscriptions wait for the database: %s", e.getMessage());
      failing = true;
      failingSinceNanos = System.nanoTime();
    } else if (System.nanoTime() - failingSinceNanos > Limits.OUTAGE_MAX.toNanos()) {
      watched().forEach(tail -> tail.fail(Follower.unavailable(e)));
    }
  }
}
