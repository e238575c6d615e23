package dev.costgraph.budget;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of {@code Budget} and {@code BudgetPeriod} nodes. */
public final class BudgetProperties {

  private BudgetProperties() {}

  /** {@return all properties of a budget} */
  public static Map<String, Object> of(Budget budget) {
    Map<String, Object> map = new HashMap<>();
    map.put("budget_id", budget.budgetId());
    map.put("name", budget.name());
    map.put("budget_type", budget.type().name());
    map.put("resource_id", budget.resourceId());
    map.put("platform_id", budget.platformId());
    map.put("unit", budget.unit().name());
    map.put("currency", budget.currency());
    map.put(amountKey(budget.unit()), budget.limitUnits());
    map.put("period", budget.period().name());
    map.put("zone", budget.zone());
    map.put("period_start", Properties.timeOrNull(budget.periodStart()));
    map.put("period_end", Properties.timeOrNull(budget.periodEnd()));
    map.put("enforcement", budget.enforcement().name());
    map.put("frozen", budget.frozen());
    map.put("warning_threshold", budget.warningThresholds().stream().map(Decimal::text).toList());
    map.put("created_at", Properties.time(budget.createdAt()));
    map.put("closed_at", Properties.timeOrNull(budget.closedAt()));
    map.put("sequence", budget.sequence());
    return map;
  }

  /** {@return the budget of a node} */
  public static Budget budget(Properties node, List<String> parentBudgetIds) {
    Unit unit = Unit.valueOf(node.text("unit"));
    return new Budget(
        node.text("budget_id"),
        node.text("name"),
        BudgetType.valueOf(node.text("budget_type")),
        node.textOrNull("resource_id"),
        node.text("platform_id"),
        unit,
        node.textOrNull("currency"),
        limit(unit, node.numberOrNull(amountKey(unit))),
        Period.valueOf(node.text("period")),
        node.text("zone"),
        node.instantOrNull("period_start"),
        node.instantOrNull("period_end"),
        enforcement(node.textOrNull("enforcement")),
        node.texts("warning_threshold").stream().map(Decimal::new).toList(),
        node.flag("frozen"),
        node.instant("created_at"),
        parentBudgetIds,
        node.instantOrNull("closed_at"),
        node.number("sequence"));
  }

  /** {@return what a period counts} */
  public static Spending spending(Properties node) {
    return new Spending(
        new Period.Bounds(node.instant("period_start"), node.instant("period_end")),
        node.number("spent_nanos"),
        node.number("spent_tokens"),
        node.number("held_nanos"),
        node.number("held_tokens"),
        node.number("entries"),
        node.number("sequence"));
  }

  /** {@return the properties of a period that has counted nothing yet} */
  public static Map<String, Object> emptyPeriod(Budget budget, Period.Bounds bounds) {
    return Map.ofEntries(
        Map.entry("budget_id", budget.budgetId()),
        Map.entry("platform_id", budget.platformId()),
        Map.entry("period_start", Properties.time(bounds.start())),
        Map.entry("period_end", Properties.time(bounds.end())),
        Map.entry("spent_nanos", 0L),
        Map.entry("spent_tokens", 0L),
        Map.entry("held_nanos", 0L),
        Map.entry("held_tokens", 0L),
        Map.entry("entries", 0L),
        Map.entry("sequence", 0L));
  }

  /** A budget that is older than enforcement denies what does not fit. */
  private static Enforcement enforcement(@Nullable String name) {
    return name == null ? Enforcement.HARD : Enforcement.valueOf(name);
  }

  private static String amountKey(Unit unit) {
    return unit == Unit.MONEY ? "amount_nanos" : "amount_tokens";
  }

  private static @Nullable Decimal limit(Unit unit, @Nullable Long amount) {
    return amount == null
        ? null
        : unit == Unit.MONEY ? Decimal.ofNanos(amount) : Decimal.ofWhole(amount);
  }
}
