package dev.costgraph.ledger;

import dev.costgraph.command.RejectionCode;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What usages and estimates cost, in one platform's currency. */
final class Pricer {

  private final PriceBook prices;
  private final String currency;

  Pricer(PriceBook prices, String currency) {
    this.prices = prices;
    this.currency = currency;
  }

  Charge.Price price(UsageInput usage, Instant at) {
    Decimal amount = usage.amount();
    if (amount != null) {
      return Charge.Price.amount(amount.toNanos());
    }
    Decimal quantity = usage.quantity();
    return quantity == null
        ? tokens(usage.tokens(), usage.model(), usage.provider(), usage.serviceTier(), at)
        : find(
            usage.model(),
            usage.provider(),
            at,
            price ->
                price.price(
                    quantity.toBigDecimal(),
                    String.valueOf(usage.quantityUnit()),
                    usage.serviceTier()));
  }

  /** {@return the cost of an estimate, priced as the usage that settles it will be} */
  Charge.Price price(ReserveInput reservation, Instant at) {
    Decimal amount = reservation.amount();
    return amount == null
        ? tokens(
            reservation.tokens(),
            reservation.model(),
            reservation.provider(),
            reservation.serviceTier(),
            at)
        : Charge.Price.amount(amount.toNanos());
  }

  private Charge.Price tokens(
      @Nullable TokenCountsInput tokens,
      @Nullable String model,
      @Nullable String provider,
      ServiceTier tier,
      Instant at) {
    TokenCounts counts = tokens == null ? TokenCounts.NONE : tokens.toCounts();
    return find(model, provider, at, price -> price.price(counts, tier));
  }

  private Charge.Price find(
      @Nullable String model,
      @Nullable String provider,
      Instant at,
      Function<ModelPrice, Pricing> measure) {
    if (model == null) {
      return Charge.Price.unknown("a quantity without a model names nothing that has a price");
    }
    Optional<PriceMatch> match = prices.find(model, provider, at);
    if (match.isEmpty()) {
      return Charge.Price.unknown(prices.whyNotFound(model, provider, at));
    }
    ModelPrice price = match.get().price();
    if (!price.currency().equals(currency)) {
      return Charge.Price.unknown(
          "the price of '%s' is in %s, the platform's currency is %s"
              .formatted(model, price.currency(), currency));
    }
    try {
      return switch (measure.apply(price)) {
        case Pricing.Cost cost ->
            new Charge.Price(
                cost.promptNanos(), cost.completionNanos(), cost.totalNanos(), match.get(), null);
        case Pricing.Unpriced unpriced -> Charge.Price.unknown(unpriced.message());
      };
    } catch (ArithmeticException e) {
      throw tooLarge("tokens");
    }
  }

  /** {@return the names of a model by which MODEL budgets know it: as sent, and as priced} */
  static List<String> models(@Nullable String model, Charge.Price price) {
    if (model == null) {
      return List.of();
    }
    PriceMatch match = price.match();
    return match == null || match.price().model().equals(model)
        ? List.of(model)
        : List.of(model, match.price().model());
  }

  /** {@return the names by which MODEL budgets will know a usage of this model, if it is priced} */
  List<String> models(@Nullable String model, @Nullable String provider, Instant at) {
    if (model == null) {
      return List.of();
    }
    return prices
        .find(model, provider, at)
        .map(match -> match.price().model())
        .filter(priced -> !priced.equals(model))
        .map(priced -> List.of(model, priced))
        .orElse(List.of(model));
  }

  static Refused tooLarge(String field) {
    return new Refused(
        RejectionCode.AMOUNT_TOO_LARGE,
        field,
        "the platform's sum would pass 9223372036.854775807, or what is held half of it");
  }
}
