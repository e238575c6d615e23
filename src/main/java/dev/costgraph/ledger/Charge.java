package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.Priced;
import dev.costgraph.usage.ConsumptionProperties;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.Posting;
import dev.costgraph.usage.Share;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A usage, or a part of one, that the ledger has decided to book.
 *
 * @param measure what the whole of it is booked with
 * @param narrowing budgets of its agent, user and model that count it, by id
 * @param reservationId that the caller settled with it, whether or not it was open; null for none
 * @param onStandIn whether it is not booked to what it names, which is not known: sent again when
 *     that is known, it may go elsewhere
 */
record Charge(
    Usage usage,
    Measure measure,
    String contentHash,
    ChargePath path,
    List<Budget> narrowing,
    Price price,
    @Nullable String reservationId,
    boolean onStandIn) {

  /**
   * What a usage costs.
   *
   * @param entries what is booked, one per model; none when the cost is unknown
   * @param totalNanos the sum of the entries; 0 when unknown
   * @param unknownBecause null when the cost is known
   * @param match the price of the usage's own model, also one that does not suffice; null for an
   *     amount, and when none was found
   */
  record Price(
      List<Posting> entries,
      long totalNanos,
      @Nullable String unknownBecause,
      @Nullable PriceMatch match) {

    static Price of(Posting amount) {
      return new Price(List.of(amount), amount.totalNanos(), null, null);
    }

    /**
     * @throws ArithmeticException when the sum does not fit 63 bits of nanos
     */
    static Price of(Priced.Known known) {
      List<Posting> entries = known.charges().stream().map(Posting::of).toList();
      long total = 0;
      PriceMatch own = null;
      for (Posting entry : entries) {
        total = Math.addExact(total, entry.totalNanos());
        own = entry.model() == null ? entry.match() : own;
      }
      return new Price(entries, total, null, own);
    }

    static Price unknown(String because, @Nullable PriceMatch match) {
      return new Price(List.of(), 0, because, match);
    }

    boolean known() {
      return unknownBecause == null;
    }

    /** {@return what a part of the usage costs} */
    Price part(Share share) {
      if (share.isWhole()) {
        return this;
      }
      List<Posting> parts = entries.stream().map(share::of).toList();
      return new Price(
          parts, parts.stream().mapToLong(Posting::totalNanos).sum(), unknownBecause, match);
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
              row.put("operation_id", usage.nodeId());
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
    properties.put("on_stand_in", onStandIn ? true : null);
    properties.put("unpriced_because", price.unknownBecause());
    properties.put(
        "narrowing_budget_ids",
        narrowing.isEmpty() ? null : narrowing.stream().map(Budget::budgetId).toList());
    return properties;
  }

  private Map<String, Object> entryProperties(Posting posting) {
    return posting.properties(usage, EntryKind.CHARGE, usage.recordedAt(), usage.sequence());
  }
}
