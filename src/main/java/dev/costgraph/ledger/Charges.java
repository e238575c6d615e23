package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetPeriods;
import dev.costgraph.budget.BudgetProperties;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import dev.costgraph.usage.RecordUsageResult.Recorded;
import dev.costgraph.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folds the charges of a batch: what each cell and each period of each budget gets, which alerts
 * that raises, and how every budget stands after each usage.
 */
final class Charges {

  private final ZoneId zone;
  private final Events events;
  private final Map<String, BudgetPeriods> periods = new HashMap<>();
  private final Map<PeriodKey, Spending> before = new LinkedHashMap<>();
  private final List<Map<String, Object>> newPeriods = new ArrayList<>();
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final Map<CellAndPrice, List<Map<String, Object>>> usages =
      new TreeMap<>(
          Comparator.comparing(CellAndPrice::priceId).thenComparing(CellAndPrice::cellId));

  private long nodes;

  private record PeriodKey(Budget budget, Instant start) {}

  /** The agent is that of the cell; the price id is empty when there is none. */
  private record CellAndPrice(String cellId, String agentId, String priceId) {}

  Charges(LockedLedger ledger, Events events) {
    this.zone = ZoneId.of(ledger.platform().zone());
    this.events = events;
  }

  /** {@return for each budget and period that the charges touch, what to read} */
  static List<Map<String, Object>> ranges(List<Charge> charges) {
    Map<String, Map<String, Object>> ranges = new LinkedHashMap<>();
    for (Charge charge : charges) {
      for (Budget budget : charge.budgets()) {
        Instant at = charge.usage().timestamp();
        Period.Bounds bounds = budget.bounds(at);
        if (bounds != null) {
          ranges.computeIfAbsent(
              budget.budgetId() + "\n" + bounds.start(), key -> BudgetGraph.range(budget, at));
        }
      }
    }
    return List.copyOf(ranges.values());
  }

  /** Charges all, in order; {@return the outcome of each} */
  List<Recorded> charge(List<Charge> charges, Map<String, List<Spending>> stored) {
    List<Recorded> outcomes = new ArrayList<>();
    for (Charge charge : charges) {
      addToCells(charge);
      List<BudgetStatus> statuses = new ArrayList<>();
      for (Budget budget : charge.budgets()) {
        Spending after = addToPeriod(budget, charge, stored);
        if (after != null) {
          statuses.add(BudgetStatus.of(budget, after));
        }
      }
      outcomes.add(new Recorded(charge.usage(), statuses, charge.warnings()));
    }
    return outcomes;
  }

  private @Nullable Spending addToPeriod(
      Budget budget, Charge charge, Map<String, List<Spending>> stored) {
    Usage usage = charge.usage();
    BudgetPeriods ofBudget =
        periods.computeIfAbsent(
            budget.budgetId(), id -> new BudgetPeriods(budget, stored.getOrDefault(id, List.of())));
    Spending spending = ofBudget.at(usage.timestamp());
    if (spending == null) {
      return null;
    }
    PeriodKey key = new PeriodKey(budget, spending.bounds().start());
    if (!ofBudget.has(key.start())) {
      newPeriods.add(
          Map.of(
              "budget_id", budget.budgetId(),
              "properties", BudgetProperties.emptyPeriod(budget, spending.bounds())));
    }
    before.putIfAbsent(key, spending);
    Spending after =
        spending.plus(charge.price().totalNanos(), usage.totalTokens(), usage.sequence());
    ofBudget.put(after);
    events.crossings(budget, spending, budget, after, usage);
    return after;
  }

  private void addToCells(Charge charge) {
    String dayId = addToCell(charge, Cell.Grain.DAY, null);
    String hourId = addToCell(charge, Cell.Grain.HOUR, dayId);
    CellAndPrice key =
        new CellAndPrice(
            hourId, charge.usage().agentId(), ChargePath.orEmpty(charge.price().priceId()));
    usages.computeIfAbsent(key, k -> new ArrayList<>()).add(charge.row());
    nodes += charge.price().known() ? 2 : 1;
  }

  private String addToCell(Charge charge, Cell.Grain grain, @Nullable String dayId) {
    Usage usage = charge.usage();
    String pathId = charge.path().pathId();
    Instant slot = grain.slot(usage.timestamp(), zone);
    String cellId = Cell.id(usage, pathId, grain, slot);
    cells
        .computeIfAbsent(cellId, id -> new Cell(id, usage, pathId, grain, slot, dayId))
        .add(usage, charge.price());
    return cellId;
  }

  /** {@return the ids of all cells that the charges touch} */
  Set<String> cellIds() {
    return cells.keySet();
  }

  /**
   * Writes cells, usages with their entries, periods and counters.
   *
   * @param newCellIds of the cells that are not there yet
   */
  void write(LedgerGraph graph, Set<String> newCellIds) {
    Map<Boolean, List<Cell>> byNew =
        cells.values().stream()
            .collect(Collectors.partitioningBy(cell -> newCellIds.contains(cell.cellId())));
    List<Cell> made = Objects.requireNonNull(byNew.get(true));
    List<Cell> known = Objects.requireNonNull(byNew.get(false));
    graph.createDays(made.stream().filter(Cell::isDay).map(Cell::newRow).toList());
    graph.createHours(made.stream().filter(cell -> !cell.isDay()).map(Cell::newRow).toList());
    graph.addToCells(known.stream().map(Cell::row).toList());
    graph.createUsages(usages.entrySet().stream().map(Charges::cellRow).toList(), nodes);
    graph.createPeriods(newPeriods);
    graph.addToPeriods(before.entrySet().stream().map(this::periodRow).toList());
  }

  private static Map<String, Object> cellRow(
      Map.Entry<CellAndPrice, List<Map<String, Object>>> booked) {
    Map<String, Object> row = new HashMap<>();
    row.put("cell_id", booked.getKey().cellId());
    row.put("agent_id", booked.getKey().agentId());
    row.put("price_id", booked.getKey().priceId().isEmpty() ? null : booked.getKey().priceId());
    row.put("usages", booked.getValue());
    return row;
  }

  private Map<String, Object> periodRow(Map.Entry<PeriodKey, Spending> touched) {
    PeriodKey key = touched.getKey();
    Spending start = touched.getValue();
    BudgetPeriods ofBudget = Objects.requireNonNull(periods.get(key.budget().budgetId()));
    Spending end = Objects.requireNonNull(ofBudget.at(key.start()));
    return Map.of(
        "budget_id",
        key.budget().budgetId(),
        "period_start",
        Properties.time(key.start()),
        "nanos",
        end.nanos() - start.nanos(),
        "tokens",
        end.tokens() - start.tokens(),
        "entries",
        end.entries() - start.entries(),
        "sequence",
        end.sequence());
  }
}
