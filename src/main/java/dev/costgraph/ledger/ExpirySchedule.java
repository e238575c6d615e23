package dev.costgraph.ledger;

import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.jboss.logging.Logger;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Shows expired holds as expired on platforms where nothing else happens. Nothing depends on it:
 * every transaction that decides ends the holds that are due before it decides.
 */
@Singleton
class ExpirySchedule {

  private static final Logger LOG = Logger.getLogger(ExpirySchedule.class);
  private static final CypherFile FIND_DUE = CypherFile.of("ledger/find-due");

  private final Graph graph;
  private final Ledger ledger;
  private final Clock clock;

  ExpirySchedule(Graph graph, Ledger ledger, Clock clock) {
    this.graph = graph;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Scheduled(
      every = "1s",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class,
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void expire() {
    try {
      graph
          .read(
              FIND_DUE,
              Map.of("now", Properties.time(clock.instant())),
              row -> row.get("platformId").asString())
          .forEach(ledger::expire);
    } catch (Neo4jException | IllegalStateException e) { // away, or closed by a stop
      LOG.debugf(e, "no holds were expired this time");
    }
  }
}
