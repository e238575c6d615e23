package dev.costgraph.pricing;

import dev.costgraph.money.ExchangeRate;
import dev.costgraph.money.ExchangeRates;
import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.Consumption.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a consumption costs: a charge per model, or why that is not known. */
public sealed interface Priced {

  /** All of it has a price. */
  record Known(List<ModelCharge> charges) implements Priced {

    public Known {
      charges = List.copyOf(charges);
    }
  }

  /**
   * Some of it has no known price, so that none of it is priced: nothing is taken for zero.
   *
   * @param match what was found of the usage's own model: a price without one of its components, or
   *     in a currency without an exchange rate; null: nothing
   */
  record Unknown(String because, @Nullable PriceMatch match) implements Priced {}

  /**
   * What the work of one model costs.
   *
   * @param model as the provider names it; null: the model of the usage
   * @param cost in the currency of the price
   * @param rate at which it is converted; null: it is wanted in the currency of the price
   */
  record ModelCharge(
      @Nullable String model, PriceMatch match, Pricing.Cost cost, @Nullable ExchangeRate rate) {}

  /**
   * Prices a consumption. Other models are priced at the provider of the usage's own.
   *
   * @param currency in which the cost is wanted: a price in another is converted at the rate of the
   *     same instant
   * @param model of the usage
   * @param at when it was used
   * @throws ArithmeticException when a sum does not fit 63 bits of nanos
   */
  static Priced of(
      PriceBook book,
      String currency,
      Consumption consumption,
      String model,
      @Nullable String provider,
      ServiceTier tier,
      Instant at) {
    return of(book, currency, consumption, model, provider, tier, at, at);
  }

  /**
   * Likewise at the prices of another time, but at the hour of the day and the exchange rate at
   * which it was used.
   *
   * @param at when the prices held
   * @param used when it was used
   */
  static Priced of(
      PriceBook book,
      String currency,
      Consumption consumption,
      String model,
      @Nullable String provider,
      ServiceTier tier,
      Instant at,
      Instant used) {
    List<ModelCharge> charges = new ArrayList<>();
    PriceMatch ownMatch = null;
    for (Part part : parts(consumption)) {
      boolean own = part.model() == null;
      String name = own ? model : String.valueOf(part.model());
      String host =
          provider == null && !charges.isEmpty()
              ? charges.getFirst().match().price().provider()
              : provider;
      Optional<PriceMatch> match = book.find(name, host, at);
      if (match.isEmpty()) {
        return new Unknown(book.whyNotFound(name, host, at), ownMatch);
      }
      ownMatch = own ? match.get() : ownMatch;
      ModelPrice price = match.get().price();
      boolean foreign = !price.currency().equals(currency);
      ExchangeRate rate = foreign ? book.rates().find(price.currency(), currency, used) : null;
      if (foreign && rate == null) {
        return new Unknown(ExchangeRates.whyNotFound(price.currency(), currency), ownMatch);
      }
      List<Quantity> quantities = own ? consumption.quantities() : List.of();
      switch (price.price(part.tokens(), quantities, tier, used)) {
        case Pricing.Cost cost ->
            charges.add(new ModelCharge(part.model(), match.get(), cost, rate));
        case Pricing.Unpriced unpriced -> {
          return new Unknown(unpriced.message(), ownMatch);
        }
      }
    }
    return new Known(charges);
  }

  /** {@return the parts; the usage's own model is one of them if quantities are billed at it} */
  private static List<Part> parts(Consumption consumption) {
    List<Part> parts = consumption.parts();
    if (parts.stream().anyMatch(part -> part.model() == null)
        || (consumption.quantities().isEmpty() && !parts.isEmpty())) {
      return parts;
    }
    List<Part> withOwn = new ArrayList<>();
    withOwn.add(new Part(null, TokenCounts.NONE));
    withOwn.addAll(parts);
    return withOwn;
  }
}
