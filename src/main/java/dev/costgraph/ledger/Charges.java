package dev.costgraph.ledger;

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

/** The usages of a batch, and what each cost cell gets of them. */
final class Charges {

  private final ZoneId zone;
  private final List<Charge> charges = new ArrayList<>();
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final Map<CellAndPrice, List<Map<String, Object>>> usages =
      new TreeMap<>(
          Comparator.comparing(CellAndPrice::priceId).thenComparing(CellAndPrice::cellId));

  private long nodes;

  /** The agent is that of the cell; the price id is empty when there is none. */
  private record CellAndPrice(String cellId, String agentId, String priceId) {}

  Charges(LockedLedger ledger) {
    this.zone = ZoneId.of(ledger.platform().zone());
  }

  void add(Charge charge) {
    String dayId = addToCell(charge, Cell.Grain.DAY, null);
    String hourId = addToCell(charge, Cell.Grain.HOUR, dayId);
    CellAndPrice key =
        new CellAndPrice(
            hourId, charge.usage().agentId(), ChargePath.orEmpty(charge.firstPriceId()));
    usages.computeIfAbsent(key, k -> new ArrayList<>()).add(charge.row());
    nodes += charge.price().known() ? 2 : 1;
    charges.add(charge);
  }

  /** {@return what is to be booked, in arrival order} */
  List<Charge> all() {
    return charges;
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
   * Writes cells and usages with their entries.
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
    graph.createEntries(
        charges.stream().flatMap(charge -> charge.otherEntryRows().stream()).toList());
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
}
