package dev.costgraph.export;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.Consumption;
import dev.costgraph.usage.ConsumedUsage;
import dev.costgraph.usage.CostEntry;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A usage, or the part of one task, with what is booked for it up to a number of its ledger.
 *
 * @param consumption of the whole where it is a part; null for an amount
 * @param entries by sequence; none while unpriced
 */
record ExportedUsage(Usage usage, @Nullable Consumption consumption, List<Entry> entries) {

  /**
   * A cost entry and the price that it was booked at.
   *
   * @param priceId null for an amount
   */
  record Entry(CostEntry entry, @Nullable String priceId) {

    long nanos() {
      return entry.totalCost().toNanos();
    }

    /** {@return whose work it is; "" for the usage's own model} */
    String model() {
      return Objects.requireNonNullElse(entry.model(), "");
    }
  }

  static ExportedUsage of(Properties node, List<Properties> entryNodes) {
    ConsumedUsage consumed = ConsumedUsage.of(node, entryNodes);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < entryNodes.size(); i++) {
      entries.add(
          new Entry(consumed.usage().entries().get(i), entryNodes.get(i).textOrNull("price_id")));
    }
    return new ExportedUsage(consumed.usage(), consumed.consumption(), entries);
  }

  /** {@return the sum over its entries, in nanos; null while unpriced} */
  @Nullable Long sum(ToLongFunction<CostEntry> nanos) {
    return entries.isEmpty()
        ? null
        : entries.stream().mapToLong(one -> nanos.applyAsLong(one.entry())).sum();
  }

  /** {@return its corrections by sequence} */
  List<CostEntry> adjustments() {
    return entries.stream()
        .map(Entry::entry)
        .filter(entry -> entry.entryKind() == EntryKind.ADJUSTMENT)
        .toList();
  }

  /**
   * {@return what it costs before it is converted; null where it is not, or from several currencies
   * or at several rates}
   */
  @Nullable OriginalCost original() {
    Map<String, CostEntry> last = new LinkedHashMap<>();
    entries.forEach(one -> last.put(one.model(), one.entry()));
    OriginalCost whole = null;
    BigDecimal sum = BigDecimal.ZERO;
    for (CostEntry entry : last.values()) {
      OriginalCost original = entry.originalCost();
      if (original == null || (whole != null && !original.rate().equals(whole.rate()))) {
        return null;
      }
      whole = original;
      sum = sum.add(original.cost().toBigDecimal());
    }
    return whole == null ? null : new OriginalCost(Decimal.of(sum), whole.currency(), whole.rate());
  }
}
