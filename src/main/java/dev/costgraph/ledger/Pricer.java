package dev.costgraph.ledger;

import dev.costgraph.command.RejectionCode;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.ExchangeRates;
import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.Priced;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.Posting;
import dev.costgraph.usage.UsageInput;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What usages and estimates cost a platform, in its currency and at its prices. */
final class Pricer {

  private final PriceBook prices;
  private final String currency;

  Pricer(PriceBook prices, String currency) {
    this.prices = prices;
    this.currency = currency;
  }

  Charge.Price price(UsageInput usage, Measure measure, Instant at) {
    Consumption consumption = measure.consumption();
    return consumption == null
        ? amount(usage.amount(), usage.currency(), at)
        : price(consumption, usage.model(), usage.provider(), measure.tier(), at);
  }

  /** {@return the cost of an estimate, priced as the usage that settles it will be} */
  Charge.Price price(ReserveInput reservation, Instant at) {
    Decimal amount = reservation.amount();
    return amount != null || reservation.tokens() == null
        ? amount(amount, null, at)
        : price(
            Consumption.of(reservation.tokens().toCounts()),
            reservation.model(),
            reservation.provider(),
            reservation.serviceTier(),
            at);
  }

  /**
   * @param amount null: nothing
   * @param given its currency; null: the platform's
   */
  private Charge.Price amount(@Nullable Decimal amount, @Nullable String given, Instant at) {
    String from = given == null ? currency : given;
    try {
      Posting posting =
          Posting.amount(
              amount == null ? Decimal.ZERO : amount, from, currency, prices.rates(), at);
      return posting == null
          ? Charge.Price.unknown(ExchangeRates.whyNotFound(from, currency), null)
          : Charge.Price.of(posting);
    } catch (ArithmeticException e) {
      throw tooLarge("amount");
    }
  }

  private Charge.Price price(
      Consumption consumption,
      @Nullable String model,
      @Nullable String provider,
      ServiceTier tier,
      Instant at) {
    if (model == null) {
      return Charge.Price.unknown(
          "a quantity without a model names nothing that has a price", null);
    }
    try {
      return switch (Priced.of(prices, currency, consumption, model, provider, tier, at)) {
        case Priced.Known known -> Charge.Price.of(known);
        case Priced.Unknown unknown -> Charge.Price.unknown(unknown.because(), unknown.match());
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
