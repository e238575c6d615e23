package dev.costgraph.usage;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.ExchangeRate;
import dev.costgraph.money.ExchangeRates;
import dev.costgraph.money.OriginalCost;
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
 * @param original what all of it was before it was converted, of a correction too; null: it is in
 *     the platform's currency
 */
public record Posting(
    @Nullable String model,
    long promptNanos,
    long completionNanos,
    long totalNanos,
    @Nullable PriceMatch match,
    @Nullable OriginalCost original) {

  /**
   * {@return what the work of one model costs}
   *
   * @throws ArithmeticException when a converted cost does not fit 63 bits of nanos
   */
  public static Posting of(Priced.ModelCharge charge) {
    Pricing.Cost cost = charge.cost();
    Posting posting =
        new Posting(
            charge.model(),
            cost.promptNanos(),
            cost.completionNanos(),
            cost.totalNanos(),
            charge.match(),
            null);
    return charge.rate() == null
        ? posting
        : posting.converted(charge.match().price().currency(), charge.rate());
  }

  /**
   * {@return an amount that the caller gave; null when no exchange rate is known}
   *
   * @param given its currency
   * @param currency in which it is wanted
   * @param at when it was used
   * @throws ArithmeticException when it does not fit 63 bits of nanos
   */
  public static @Nullable Posting amount(
      Decimal amount, String given, String currency, ExchangeRates rates, Instant at) {
    Posting posting = new Posting(null, 0, 0, amount.toNanos(), null, null);
    if (given.equals(currency)) {
      return posting;
    }
    ExchangeRate rate = rates.find(given, currency, at);
    return rate == null ? null : posting.converted(given, rate);
  }

  /**
   * {@return the same in the other currency of a rate} The total is converted, rounded once; of its
   * parts the last takes what rounding leaves.
   *
   * @param currency of this one
   * @throws ArithmeticException when it does not fit 63 bits of nanos
   */
  public Posting converted(String currency, ExchangeRate rate) {
    long total = rate.convert(totalNanos, currency);
    long prompt = rate.convert(promptNanos, currency);
    boolean inTwo = promptNanos + completionNanos == totalNanos;
    return new Posting(
        model,
        prompt,
        inTwo ? total - prompt : Math.min(rate.convert(completionNanos, currency), total - prompt),
        total,
        match,
        new OriginalCost(Decimal.ofNanos(totalNanos), currency, rate));
  }

  /** {@return what is left of it beside entries that are booked for the same model} */
  Posting minus(CostEntry booked) {
    return new Posting(
        model,
        promptNanos - booked.promptCost().toNanos(),
        completionNanos - booked.completionCost().toNanos(),
        totalNanos - booked.totalCost().toNanos(),
        match,
        original);
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
    entry.put("token_usage_id", usage.nodeId());
    entry.put("platform_id", usage.platformId());
    entry.put("entry_kind", kind.name());
    entry.put("model_id", model);
    entry.put("prompt_cost_nanos", promptNanos);
    entry.put("completion_cost_nanos", completionNanos);
    entry.put("total_cost_nanos", totalNanos);
    entry.put("currency", usage.currency());
    entry.put("matched_by", match == null ? null : match.matchedBy());
    if (original != null) {
      entry.putAll(UsageProperties.of(original));
    }
    entry.put("recorded_at", Properties.time(recordedAt));
    entry.put("sequence", sequence);
    return entry;
  }
}
