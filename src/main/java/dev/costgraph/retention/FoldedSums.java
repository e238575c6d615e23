package dev.costgraph.retention;

import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import dev.costgraph.usage.UsageProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What usages come to that are folded in one transaction, and what is removed with them. */
final class FoldedSums {

  private final List<OldUsage> usages;

  /** By key of the row. */
  private final Map<String, Map<String, Object>> cells = new TreeMap<>();

  /** Likewise. */
  private final Map<String, Map<String, Object>> periods = new TreeMap<>();

  /** Likewise. */
  private final Map<String, Map<String, Object>> userDays = new TreeMap<>();

  private final Map<String, Object> totals = new HashMap<>();

  private FoldedSums(List<OldUsage> usages) {
    this.usages = usages;
  }

  static FoldedSums of(List<OldUsage> usages, ChargedPeriods charged) {
    FoldedSums sums = new FoldedSums(usages);
    for (OldUsage usage : usages) {
      sums.add(usage, charged.of(usage));
    }
    return sums;
  }

  private void add(OldUsage usage, Map<String, Spending> byBudget) {
    Map<String, Long> counters = usage.counters();
    add(row(cells, usage.cellId(), Map.of("cell_id", usage.cellId())), counters);
    byBudget.forEach(
        (budgetId, period) -> {
          Instant start = period.bounds().start();
          Map<String, Object> key =
              Map.of("budget_id", budgetId, "period_start", Properties.time(start));
          add(row(periods, budgetId + "\n" + start, key), counters);
        });
    Map<String, Object> day = userDay(usage);
    add(day, counters);
    UsageProperties.of(UsageProperties.tokens(usage.node()))
        .forEach((kind, count) -> add(day, Map.of(kind, (Long) count)));
    add(totals, counters);
    add(totals, Map.of("facts", usage.facts()));
  }

  private Map<String, Object> userDay(OldUsage usage) {
    String userId = usage.node().textOrNull("user_id");
    Map<String, Object> key = new HashMap<>();
    String id =
        String.join(
            "\n",
            usage.node().text("platform_id"),
            userId == null ? "" : userId,
            usage.day().toString());
    key.put("user_day_id", id);
    key.put("user_id", userId);
    key.put("slot", Properties.time(usage.day()));
    return row(userDays, id, key);
  }

  private static Map<String, Object> row(
      Map<String, Map<String, Object>> rows, String id, Map<String, Object> key) {
    return rows.computeIfAbsent(id, absent -> new HashMap<>(key));
  }

  private static void add(Map<String, Object> row, Map<String, Long> more) {
    more.forEach(
        (counter, count) -> row.merge(counter, count, (a, b) -> Math.addExact((Long) a, (Long) b)));
  }

  /** {@return each usage with the number of its entries, as they were read} */
  List<Map<String, Object>> removed() {
    return usages.stream()
        .map(
            usage ->
                Map.<String, Object>of(
                    "operation_id", usage.nodeId(), "entries", (long) usage.entries().size()))
        .toList();
  }

  List<Map<String, Object>> cells() {
    return List.copyOf(cells.values());
  }

  List<Map<String, Object>> periods() {
    return List.copyOf(periods.values());
  }

  List<Map<String, Object>> userDays() {
    return List.copyOf(userDays.values());
  }

  /** {@return one of the sums over all} */
  long total(String counter) {
    return (Long) Objects.requireNonNull(totals.get(counter));
  }

  /** {@return the ids to remember, for sent again they might be taken for new ones} */
  List<String> remembered() {
    return usages.stream()
        .filter(OldUsage::mayComeAsNew)
        .map(OldUsage::operationId)
        .distinct()
        .toList();
  }

  List<String> runIds() {
    List<String> runIds = new ArrayList<>();
    for (OldUsage usage : usages) {
      String runId = usage.node().textOrNull("run_id");
      if (runId != null) {
        runIds.add(runId);
      }
    }
    return List.copyOf(new TreeSet<>(runIds));
  }

  /** {@return the time of the first of them, or of what was folded before} */
  Instant first(@Nullable Instant before) {
    return usages.stream()
        .map(OldUsage::timestamp)
        .reduce(before == null ? Instant.MAX : before, (a, b) -> a.isBefore(b) ? a : b);
  }

  /** {@return the time of the last, likewise} */
  Instant last(@Nullable Instant before) {
    return usages.stream()
        .map(OldUsage::timestamp)
        .reduce(before == null ? Instant.MIN : before, (a, b) -> a.isAfter(b) ? a : b);
  }
}
