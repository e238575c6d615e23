package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A usage that the ledger has decided to book.
 *
 * @param narrowing budgets of its agent, user and model that count it, by id
 * @param reservationId that the caller settled with it, whether or not it was open; null for none
 */
record Charge(
    Usage usage,
    String contentHash,
    ChargePath path,
    List<Budget> narrowing,
    Price price,
    @Nullable String reservationId) {

  /**
   * What a usage costs.
   *
   * @param totalNanos 0 when unknown
   * @param match null for an amount, and when unknown
   * @param unknownBecause null when the cost is known
   */
  record Price(
      long promptNanos,
      long completionNanos,
      long totalNanos,
      @Nullable PriceMatch match,
      @Nullable String unknownBecause) {

    static Price amount(long nanos) {
      return new Price(0, 0, nanos, null, null);
    }

    static Price unknown(String because) {
      return new Price(0, 0, 0, null, because);
    }

    boolean known() {
      return unknownBecause == null;
    }

    @Nullable String priceId() {
      return match == null ? null : match.priceId();
    }
  }

  /** {@return every budget that counts it} */
  List<Budget> budgets() {
    List<Budget> all = new ArrayList<>(path.budgets());
    all.addAll(narrowing);
    return all;
  }

  Map<String, Object> row() {
    Map<String, Object> row = new HashMap<>();
    row.put("labels", labels());
    row.put("usage", usageProperties());
    row.put("entry", price.known() ? entryProperties() : null);
    return row;
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    if (usage.tokens() != null) {
      labels.add("TokenUsage");
    }
    if (!price.known()) {
      labels.add("Unpriced");
    }
    return labels;
  }

  private Map<String, Object> usageProperties() {
    Map<String, Object> properties = UsageProperties.of(usage);
    properties.put("path_id", path.pathId());
    properties.put("content_hash", contentHash);
    properties.put("reservation_id", reservationId);
    properties.put("unpriced_because", price.unknownBecause());
    properties.put(
        "narrowing_budget_ids",
        narrowing.isEmpty() ? null : narrowing.stream().map(Budget::budgetId).toList());
    return properties;
  }

  private Map<String, Object> entryProperties() {
    Map<String, Object> entry = new HashMap<>();
    entry.put("token_usage_id", usage.operationId());
    entry.put("platform_id", usage.platformId());
    entry.put("entry_kind", EntryKind.CHARGE.name());
    entry.put("prompt_cost_nanos", price.promptNanos());
    entry.put("completion_cost_nanos", price.completionNanos());
    entry.put("total_cost_nanos", price.totalNanos());
    entry.put("currency", usage.currency());
    PriceMatch match = price.match();
    entry.put("matched_by", match == null ? null : match.matchedBy());
    entry.put("recorded_at", Properties.time(usage.recordedAt()));
    entry.put("sequence", usage.sequence());
    return entry;
  }
}
