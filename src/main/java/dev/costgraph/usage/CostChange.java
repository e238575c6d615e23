package dev.costgraph.usage;

import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.Priced;
import dev.costgraph.pricing.Pricing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a usage costs more or less by the prices of a book than is booked for it.
 *
 * @param entries to be posted, one per model; none where nothing changes
 */
public record CostChange(Usage usage, List<Entry> entries) {

  /**
   * The change of one model's cost.
   *
   * @param model null: the usage's own
   */
  public record Entry(
      @Nullable String model,
      long promptNanos,
      long completionNanos,
      long totalNanos,
      PriceMatch match) {

    boolean isZero() {
      return promptNanos == 0 && completionNanos == 0 && totalNanos == 0;
    }
  }

  /**
   * Prices a usage at its own time, by its platform's own prices first. An amount keeps its cost,
   * and so does what has no price in the book.
   *
   * @throws ArithmeticException when a sum does not fit 63 bits of nanos
   */
  public static CostChange of(ConsumedUsage consumed, PriceBook book) {
    Usage usage = consumed.usage();
    List<Entry> entries = new ArrayList<>();
    if (price(consumed, book) instanceof Priced.Known known && isWhole(usage, known)) {
      for (Priced.ModelCharge charge : known.charges()) {
        Entry entry = difference(usage, charge);
        if (!entry.isZero() || usage.entries().isEmpty()) {
          entries.add(entry);
        }
      }
    }
    return new CostChange(usage, entries);
  }

  private static @Nullable Priced price(ConsumedUsage consumed, PriceBook book) {
    Usage usage = consumed.usage();
    return consumed.consumption() == null || usage.model() == null
        ? null
        : Priced.of(
            book.forPlatform(usage.platformId()),
            usage.currency(),
            consumed.consumption(),
            usage.model(),
            usage.provider(),
            usage.serviceTier(),
            usage.timestamp());
  }

  /** {@return whether every model that was charged has a charge again} */
  private static boolean isWhole(Usage usage, Priced.Known known) {
    Set<String> models = new HashSet<>();
    known.charges().forEach(charge -> models.add(String.valueOf(charge.model())));
    return usage.entries().stream()
        .allMatch(entry -> models.contains(String.valueOf(entry.model())));
  }

  private static Entry difference(Usage usage, Priced.ModelCharge charge) {
    Pricing.Cost cost = charge.cost();
    long prompt = cost.promptNanos();
    long completion = cost.completionNanos();
    long total = cost.totalNanos();
    for (CostEntry booked : usage.entries()) {
      if (Objects.equals(booked.model(), charge.model())) {
        prompt -= booked.promptCost().toNanos();
        completion -= booked.completionCost().toNanos();
        total -= booked.totalCost().toNanos();
      }
    }
    return new Entry(charge.model(), prompt, completion, total, charge.match());
  }

  /** {@return whether there is something to post} */
  public boolean isChange() {
    return !entries.isEmpty();
  }

  /** {@return what it costs more; negative: less} */
  public long nanos() {
    return entries.stream().mapToLong(Entry::totalNanos).sum();
  }
}
