package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
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
 * @param problem why it keeps its cost though it should change; null: it should not, or does
 */
public record CostChange(Usage usage, List<Posting> postings, @Nullable String problem) {

  /**
   * Prices a usage at its own time, by its platform's own prices first, and converts it at the
   * exchange rate of that time. What has no price or rate in the book keeps its cost, and so does
   * what would cost more than fits 63 bits of nanos.
   */
  public static CostChange of(ConsumedUsage consumed, PriceBook book) {
    Usage usage = consumed.usage();
    try {
      List<Posting> postings =
          postings(usage, whole(consumed, book).stream().map(usage.share()::of).toList());
      // what the usage costs in all has to fit too
      Math.addExact(usage.cost() == null ? 0 : usage.cost().toNanos(), nanos(postings));
      return new CostChange(usage, postings, null);
    } catch (ArithmeticException e) {
      return new CostChange(usage, List.of(), null).tooLarge();
    }
  }

  /** {@return the same, not to be booked: a sum would not fit} */
  public CostChange tooLarge() {
    return new CostChange(
        usage,
        List.of(),
        "operationId '%s' keeps its cost: a sum would pass 9223372036.854775807 %s"
            .formatted(usage.operationId(), usage.currency()));
  }

  private static List<Posting> postings(Usage usage, List<Posting> whole) {
    List<Posting> postings = new ArrayList<>();
    if (hasAllModels(usage, whole)) {
      for (Posting posting : whole) {
        Posting difference = difference(usage, posting);
        if (!difference.isZero() || usage.entries().isEmpty()) {
          postings.add(difference);
        }
      }
    }
    return postings;
  }

  /** {@return what all of it costs, of a part the whole; none when that is not known} */
  private static List<Posting> whole(ConsumedUsage consumed, PriceBook book) {
    Usage usage = consumed.usage();
    Decimal given = usage.wholeAmount();
    if (given != null) {
      Posting amount =
          Posting.amount(
              given,
              Objects.requireNonNull(usage.amountCurrency()),
              usage.currency(),
              book.rates(),
              usage.timestamp());
      return amount == null ? List.of() : List.of(amount);
    }
    if (consumed.consumption() == null || usage.model() == null) {
      return List.of();
    }
    Priced priced =
        Priced.of(
            book.forPlatform(usage.platformId()),
            usage.currency(),
            consumed.consumption(),
            usage.model(),
            usage.provider(),
            usage.serviceTier(),
            usage.timestamp());
    return priced instanceof Priced.Known known
        ? known.charges().stream().map(Posting::of).toList()
        : List.of();
  }

  /** {@return whether every model that was charged has a charge again} */
  private static boolean hasAllModels(Usage usage, List<Posting> whole) {
    Set<String> models = new HashSet<>();
    whole.forEach(posting -> models.add(String.valueOf(posting.model())));
    return usage.entries().stream()
        .allMatch(entry -> models.contains(String.valueOf(entry.model())));
  }

  private static Posting difference(Usage usage, Posting whole) {
    Posting difference = whole;
    for (CostEntry booked : usage.entries()) {
      if (Objects.equals(booked.model(), whole.model())) {
        difference = difference.minus(booked);
      }
    }
    return difference;
  }

  /** {@return whether there is something to post} */
  public boolean isChange() {
    return !postings.isEmpty();
  }

  /** {@return what it costs more; negative: less} */
  public long nanos() {
    return nanos(postings);
  }

  private static long nanos(List<Posting> postings) {
    return postings.stream().mapToLong(Posting::totalNanos).reduce(0, Math::addExact);
  }
}
