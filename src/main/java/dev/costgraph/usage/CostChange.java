package dev.costgraph.usage;

import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.Priced;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a usage costs more or less by the prices of a book than is booked for it.
 *
 * @param postings to be booked, one per model; none where nothing changes
 */
public record CostChange(Usage usage, List<Posting> postings) {

  /**
   * Prices a usage at its own time, by its platform's own prices first. An amount keeps its cost,
   * and so does what has no price in the book.
   *
   * @throws ArithmeticException when a sum does not fit 63 bits of nanos
   */
  public static CostChange of(ConsumedUsage consumed, PriceBook book) {
    Usage usage = consumed.usage();
    List<Posting> postings = new ArrayList<>();
    if (price(consumed, book) instanceof Priced.Known known && isWhole(usage, known)) {
      for (Priced.ModelCharge charge : known.charges()) {
        Posting posting = difference(usage, charge);
        if (!posting.isZero() || usage.entries().isEmpty()) {
          postings.add(posting);
        }
      }
    }
    return new CostChange(usage, postings);
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

  private static Posting difference(Usage usage, Priced.ModelCharge charge) {
    Posting posting = Posting.of(charge);
    for (CostEntry booked : usage.entries()) {
      if (Objects.equals(booked.model(), charge.model())) {
        posting = posting.minus(booked);
      }
    }
    return posting;
  }

  /** {@return whether there is something to post} */
  public boolean isChange() {
    return !postings.isEmpty();
  }

  /** {@return what it costs more; negative: less} */
  public long nanos() {
    return postings.stream().mapToLong(Posting::totalNanos).sum();
  }
}
