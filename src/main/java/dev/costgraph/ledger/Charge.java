package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.Priced;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.usage.ConsumptionProperties;
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
 * @param measure what it is booked with
 * @param narrowing budgets of its agent, user and model that count it, by id
 * @param reservationId that the caller settled with it, whether or not it was open; null for none
 */
record Charge(
    Usage usage,
    Measure measure,
    String contentHash,
    ChargePath path,
    List<Budget> narrowing,
    Price price,
    @Nullable String reservationId) {

  /**
   * What a usage costs.
   *
   * @param entries what is booked, one per model; none when the cost is unknown
   * @param totalNanos the sum of the entries; 0 when unknown
   * @param unknownBecause null when the cost is known
   */
  record Price(List<Entry> entries, long totalNanos, @Nullable String unknownBecause) {

    static Price amount(long nanos) {
      return new Price(List.of(new Entry(null, 0, 0, nanos, null)), nanos, null);
    }

    /**
     * @throws ArithmeticException when the sum does not fit 63 bits of nanos
     */
    static Price of(Priced.Known known) {
      List<Entry> entries = known.charges().stream().map(Entry::of).toList();
      long total = 0;
      for (Entry entry : entries) {
        total = Math.addExact(total, entry.totalNanos());
      }
      return new Price(entries, total, null);
    }

    static Price unknown(String because) {
      return new Price(List.of(), 0, because);
    }

    boolean known() {
      return unknownBecause == null;
    }

    /** {@return the price of the usage's own model; null for an amount, and when unknown} */
    @Nullable PriceMatch match() {
      return entries.stream()
          .filter(entry -> entry.model() == null)
          .findFirst()
          .map(Entry::match)
          .orElse(null);
    }
  }

  /**
   * One entry of a cost.
   *
   * @param model whose work it is; null: the usage's own
   * @param match null for an amount
   */
  record Entry(
      @Nullable String model,
      long promptNanos,
      long completionNanos,
      long totalNanos,
      @Nullable PriceMatch match) {

    static Entry of(Priced.ModelCharge charge) {
      Pricing.Cost cost = charge.cost();
      return new Entry(
          charge.model(),
          cost.promptNanos(),
          cost.completionNanos(),
          cost.totalNanos(),
          charge.match());
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

  /** {@return the price of the first entry; null when there is none} */
  @Nullable String firstPriceId() {
    return price.entries().isEmpty() ? null : price.entries().getFirst().priceId();
  }

  /** {@return the usage with its first entry, if it has one} */
  Map<String, Object> row() {
    Map<String, Object> row = new HashMap<>();
    row.put("labels", labels());
    row.put("usage", usageProperties());
    row.put(
        "entry", price.entries().isEmpty() ? null : entryProperties(price.entries().getFirst()));
    return row;
  }

  /** {@return its other entries} */
  List<Map<String, Object>> otherEntryRows() {
    return price.entries().stream()
        .skip(1)
        .map(
            entry -> {
              Map<String, Object> row = new HashMap<>();
              row.put("operation_id", usage.operationId());
              row.put("price_id", entry.priceId());
              row.put("entry", entryProperties(entry));
              return row;
            })
        .toList();
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
    if (measure.consumption() != null) {
      ConsumptionProperties.put(properties, usage, measure.consumption());
    }
    properties.put("path_id", path.pathId());
    properties.put("content_hash", contentHash);
    properties.put("reservation_id", reservationId);
    properties.put("unpriced_because", price.unknownBecause());
    properties.put(
        "narrowing_budget_ids",
        narrowing.isEmpty() ? null : narrowing.stream().map(Budget::budgetId).toList());
    return properties;
  }

  private Map<String, Object> entryProperties(Entry booked) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("token_usage_id", usage.operationId());
    entry.put("platform_id", usage.platformId());
    entry.put("entry_kind", EntryKind.CHARGE.name());
    entry.put("model_id", booked.model());
    entry.put("prompt_cost_nanos", booked.promptNanos());
    entry.put("completion_cost_nanos", booked.completionNanos());
    entry.put("total_cost_nanos", booked.totalNanos());
    entry.put("currency", usage.currency());
    PriceMatch match = booked.match();
    entry.put("matched_by", match == null ? null : match.matchedBy());
    entry.put("recorded_at", Properties.time(usage.recordedAt()));
    entry.put("sequence", usage.sequence());
    return entry;
  }
}
