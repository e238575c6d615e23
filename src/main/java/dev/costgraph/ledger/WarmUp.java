package dev.costgraph.ledger;

import dev.costgraph.graph.Database;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.WriteTransaction;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.Platform;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Books a plain usage once after the start and undoes it, so that the first caller does not wait
 * for the database to plan the ledger's statements; only then the service is ready.
 */
@Readiness
@Singleton
public class WarmUp implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(WarmUp.class);
  private static final Duration TRANSACTION_MAX = Duration.ofMinutes(1);

  private final Database database;
  private final Graph graph;
  private final PlatformDirectory directory;
  private final PriceGraph prices;
  private final Clock clock;
  private volatile boolean warm;

  WarmUp(
      Database database, Graph graph, PlatformDirectory directory, PriceGraph prices, Clock clock) {
    this.database = database;
    this.graph = graph;
    this.directory = directory;
    this.prices = prices;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("warm-up").start(this::run);
  }

  private void run() {
    try {
      bookAndUndo();
    } catch (RuntimeException e) {
      LOG.warnf(e, "the ledger was not warmed up; the first records will be slow");
    } finally {
      warm = true;
    }
  }

  private void bookAndUndo() {
    Platform platform = Platform.onFirstSight("warm-up-" + UUID.randomUUID());
    try (WriteTransaction tx = graph.beginWrite(TRANSACTION_MAX)) {
      tx.read(PlatformDirectory.CREATE_PLATFORM, directory.parameters(platform, true));
      LedgerGraph ledgerGraph = new LedgerGraph(tx, platform.platformId());
      LockedLedger ledger = ledgerGraph.lock(platform.platformId(), clock.instant());
      if (ledger != null) {
        UsageInput usage = usage(platform.platformId());
        new Batch(ledger, ledgerGraph, new PlatformCache(), prices.asOf(ledger.priceVersion()))
            .run(List.of(Command.RecordUsage.of(usage)));
      }
      tx.awaitSent();
    }
  }

  private static UsageInput usage(String id) {
    return new UsageInput(
        id,
        id,
        null,
        null,
        id,
        null,
        null,
        null,
        null,
        null,
        UsageKind.SERVICE,
        null,
        null,
        ServiceTier.STANDARD,
        null,
        null,
        null,
        null,
        Decimal.ZERO,
        null,
        null,
        UsageOutcome.SUCCEEDED,
        null,
        null);
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder ledger =
        HealthCheckResponse.named("ledger")
            .status(warm && database.answers())
            .withData("diskLow", database.isDiskLow());
    database.diskFreeBytes().ifPresent(bytes -> ledger.withData("diskFreeBytes", bytes));
    return ledger.build();
  }
}
