package dev.costgraph.ledger;

import dev.costgraph.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The usages of a batch, and what each cost cell gets of them. */
final class Charges {

  private final ZoneId zone;
  private final List<Charge> charges = new ArrayList<>();
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final List<Map<String, Object>> cellLinks = new ArrayList<>();
  private final List<Map<String, Object>> usageRows = new ArrayList<>();

  Charges(LockedLedger ledger) {
    this.zone = ZoneId.of(ledger.platform().zone());
  }

  void add(Charge charge) {
    String dayId = addToCell(charge, Cell.Grain.DAY, null);
    String hourId = addToCell(charge, Cell.Grain.HOUR, dayId);
    usageRows.add(charge.row(hourId));
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
        .computeIfAbsent(
            cellId,
            id -> {
              Map<String, Object> link = new HashMap<>();
              link.put("cell_id", id);
              link.put("path_id", pathId);
              link.put("day_cell_id", dayId);
              cellLinks.add(link);
              return new Cell(id, usage, pathId, grain, slot);
            })
        .add(usage, charge.price());
    return cellId;
  }

  /** Writes cells and usages with their entries. */
  void write(LedgerGraph graph) {
    if (charges.isEmpty()) {
      return;
    }
    List<String> made = graph.addToCells(cells.values().stream().map(Cell::row).toList());
    Set<Object> isNew = new HashSet<>(made);
    graph.linkCells(
        cellLinks.stream().filter(link -> isNew.contains(link.get("cell_id"))).toList());
    graph.createUsages(
        usageRows.stream()
            .sorted(Comparator.comparing(row -> String.valueOf(row.get("price_id"))))
            .toList());
  }
}
