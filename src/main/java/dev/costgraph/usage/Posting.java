package dev.costgraph.usage;

import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.Priced;
import dev.costgraph.pricing.Pricing;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be booked as one entry of a usage.
 *
 * @param model whose work it is; null: the usage's own
 * @param match null for an amount
 */
public record Posting(
    @Nullable String model,
    long promptNanos,
    long completionNanos,
    long totalNanos,
    @Nullable PriceMatch match) {

  /** {@return what the work of one model costs} */
  public static Posting of(Priced.ModelCharge charge) {
    Pricing.Cost cost = charge.cost();
    return new Posting(
        charge.model(),
        cost.promptNanos(),
        cost.completionNanos(),
        cost.totalNanos(),
        charge.match());
  }

  /** {@return what is left of it beside entries that are booked for the same model} */
  Posting minus(CostEntry booked) {
    return new Posting(
        model,
        promptNanos - booked.promptCost().toNanos(),
        completionNanos - booked.completionCost().toNanos(),
        totalNanos - booked.totalCost().toNanos(),
        match);
  }

  boolean isZero() {
    return promptNanos == 0 && completionNanos == 0 && totalNanos == 0;
  }

  /** {@return the id of its price; null for an amount} */
  public @Nullable String priceId() {
    return match == null ? null : match.priceId();
  }

  /** {@return the properties of its {@code CostEntry} node} */
  public Map<String, Object> properties(
      Usage usage, EntryKind kind, Instant recordedAt, long sequence) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("token_usage_id", usage.operationId());
    entry.put("platform_id", usage.platformId());
    entry.put("entry_kind", kind.name());
    entry.put("model_id", model);
    entry.put("prompt_cost_nanos", promptNanos);
    entry.put("completion_cost_nanos", completionNanos);
    entry.put("total_cost_nanos", totalNanos);
    entry.put("currency", usage.currency());
    entry.put("matched_by", match == null ? null : match.matchedBy());
    entry.put("recorded_at", Properties.time(recordedAt));
    entry.put("sequence", sequence);
    return entry;
  }
}
