package dev.costgraph.ledger;

import dev.costgraph.graph.BareDatabase;
import dev.costgraph.graph.WriteTransaction;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * The ledger's own transaction over a driver, without HTTP, GraphQL, queue and retries: the same
 * lock, key checks, decisions, graph, cells and counters. Used by one thread.
 */
public final class BareLedger {

  private final BareDatabase database;
  private final String platformId;
  private final PriceBook prices;
  private final PlatformCache cache = new PlatformCache();

  public BareLedger(BareDatabase database, String platformId, PriceBook prices) {
    this.database = database;
    this.platformId = platformId;
    this.prices = prices;
  }

  /** Books usages in one transaction. */
  public void record(List<UsageInput> usages) {
    run(usages.stream().map(usage -> (Command) Command.RecordUsage.of(usage)).toList());
  }

  /** Holds one amount in one transaction. */
  public void reserve(ReserveInput reservation) {
    run(List.of(Command.Reserve.of(reservation, false)));
  }

  /** Settles one hold in one transaction. */
  public void settle(String reservationId, UsageInput usage) {
    run(List.of(Command.RecordUsage.settling(reservationId, usage)));
  }

  private void run(List<Command> commands) {
    try (WriteTransaction tx = database.begin()) {
      LedgerGraph graph = new LedgerGraph(tx, platformId);
      LockedLedger ledger = graph.lock(UUID.randomUUID().toString(), Clock.systemUTC().instant());
      if (ledger == null) {
        throw new IllegalStateException("no platform " + platformId);
      }
      Batch batch = new Batch(ledger, graph, cache, prices);
      batch.run(commands);
      tx.awaitSent();
      tx.commit();
      batch.committed();
    }
  }
}
