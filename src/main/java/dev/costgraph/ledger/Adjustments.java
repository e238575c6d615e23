package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.AdjustmentGraph.Charged;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.PriceProperties;
import dev.costgraph.usage.CostChange;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.Posting;
import dev.costgraph.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Posts in one transaction what usages cost more or less than was booked for them: an entry each,
 * in the cells and periods of the usage, closed ones too. What costs the same gets none.
 */
final class Adjustments {

  private final LockedLedger ledger;
  private final LedgerGraph graph;
  private final AdjustmentGraph adjustments;
  private final PriceBook book;
  private final String reason;
  private final ZoneId zone;
  private final Events events;
  private final Counters counters;
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Map<String, Map<String, Object>> prices = new TreeMap<>();

  Adjustments(LockedLedger ledger, LedgerGraph graph, PriceBook book, String reason) {
    this.ledger = ledger;
    this.graph = graph;
    this.adjustments = new AdjustmentGraph(graph, ledger.platform().platformId());
    this.book = book;
    this.reason = reason;
    this.zone = ZoneId.of(ledger.platform().zone());
    this.events = new Events(ledger);
    this.counters = new Counters(graph, new PlatformCache());
  }

  /** {@return what was posted, per usage that changed, or would have if it fitted} */
  List<CostChange> post(List<String> operationIds) {
    List<Charged> charged = adjustments.readCharges(operationIds);
    Map<String, Budget> budgets = budgets(charged);
    List<CostChange> posted = new ArrayList<>();
    long nanos = ledger.chargedNanos();
    for (Charged one : charged) {
      CostChange change = CostChange.of(one.consumed(), book);
      if (change.isChange() && !fits(nanos, change.nanos())) {
        change = change.tooLarge();
      }
      if (change.isChange()) {
        nanos += change.nanos();
        post(change, one, budgets);
      }
      if (change.isChange() || change.problem() != null) {
        posted.add(change);
      }
    }
    if (!rows.isEmpty()) {
      write(nanos);
    }
    return posted;
  }

  /** Whether all that is charged, with what is held, stays within 63 bits. */
  private boolean fits(long charged, long more) {
    return more <= Long.MAX_VALUE - ledger.heldNanos() - charged;
  }

  private Map<String, Budget> budgets(List<Charged> charged) {
    Set<String> budgetIds = new HashSet<>();
    charged.forEach(one -> budgetIds.addAll(one.budgetIds()));
    Map<String, Budget> budgets = new HashMap<>();
    graph
        .read(
            BudgetGraph.READ_BUDGETS,
            Map.of("budgetIds", List.copyOf(budgetIds)),
            BudgetGraph::budget)
        .forEach(budget -> budgets.put(budget.budgetId(), budget));
    return budgets;
  }

  private void post(CostChange change, Charged charged, Map<String, Budget> budgets) {
    Usage usage = change.usage();
    long sequence = events.take();
    for (Posting posting : change.postings()) {
      rows.add(row(usage, posting, sequence));
      PriceMatch match = posting.match();
      if (match != null) {
        prices.put(match.priceId(), PriceProperties.row(match));
      }
    }
    adjustCell(usage, charged.pathId(), Cell.Grain.DAY, change.nanos(), sequence);
    adjustCell(usage, charged.pathId(), Cell.Grain.HOUR, change.nanos(), sequence);
    for (String budgetId : charged.budgetIds()) {
      Budget budget = Objects.requireNonNull(budgets.get(budgetId), budgetId);
      Spending before = counters.at(budget, usage.timestamp());
      if (before != null) {
        Spending after = before.adjust(change.nanos(), sequence);
        counters.put(budget, after);
        if (budget.isOpen()) {
          events.crossings(budget, before, budget, after, usage);
        }
      }
    }
  }

  private void adjustCell(Usage usage, String pathId, Cell.Grain grain, long nanos, long sequence) {
    Instant slot = grain.slot(usage.timestamp(), zone);
    String cellId = Cell.id(usage, pathId, grain, slot);
    cells
        .computeIfAbsent(cellId, id -> new Cell(id, usage, pathId, grain, slot, null))
        .adjust(usage, nanos, sequence);
  }

  private Map<String, Object> row(Usage usage, Posting posting, long sequence) {
    Map<String, Object> entry =
        posting.properties(usage, EntryKind.ADJUSTMENT, ledger.time(), sequence);
    entry.put("reason", reason);
    Map<String, Object> row = new HashMap<>();
    row.put("operation_id", usage.nodeId());
    row.put("price_id", posting.priceId());
    row.put("entry", entry);
    return row;
  }

  private void write(long chargedNanos) {
    graph.ensurePrices(List.copyOf(prices.values()));
    adjustments.create(rows);
    graph.addToCells(cells.values().stream().map(Cell::row).toList());
    counters.write();
    graph.createEvents(events.rows());
    graph.advance(
        Map.of(
            "sequence", events.sequence(),
            "last_time", Properties.time(ledger.time()),
            "charged_nanos", chargedNanos));
  }
}
