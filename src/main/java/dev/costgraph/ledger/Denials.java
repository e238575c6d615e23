package dev.costgraph.ledger;

import dev.costgraph.budget.BudgetStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The denials of a batch: one event per budget, agent and minute, which counts the others. A caller
 * that tries again and again writes one property.
 */
final class Denials {

  private final Instant minute;
  private final Map<String, Denied> byKey = new LinkedHashMap<>();

  private static final class Denied {
    private final BudgetStatus status;
    private final String agentId;
    private final String reservationId;
    private final long wantedUnits;
    private long count;

    Denied(BudgetStatus status, String agentId, String reservationId, long wantedUnits) {
      this.status = status;
      this.agentId = agentId;
      this.reservationId = reservationId;
      this.wantedUnits = wantedUnits;
    }
  }

  Denials(LockedLedger ledger) {
    this.minute = ledger.time().truncatedTo(ChronoUnit.MINUTES);
  }

  void add(Fit fit, String agentId, String reservationId) {
    fit.blocked()
        .forEach(
            one -> {
              String budgetId = one.status().budget().budgetId();
              byKey.computeIfAbsent(
                      String.join("\n", budgetId, agentId, minute.toString()),
                      key -> new Denied(one.status(), agentId, reservationId, one.wantedUnits()))
                  .count++;
            });
  }

  /** Counts those that have an event; the others become one each. */
  void write(LedgerGraph graph, Events events) {
    if (byKey.isEmpty()) {
      return;
    }
    List<Map<String, Object>> counts = new ArrayList<>();
    byKey.forEach((key, denied) -> counts.add(Map.of("denial_key", key, "count", denied.count)));
    List<String> counted = graph.countDenials(counts);
    byKey.forEach(
        (key, denied) -> {
          if (!counted.contains(key)) {
            events.denied(
                key,
                denied.count,
                denied.status,
                denied.agentId,
                denied.reservationId,
                denied.wantedUnits);
          }
        });
  }
}
