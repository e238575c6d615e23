package dev.costgraph.pricing;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.Texts;
import dev.costgraph.money.ExchangeRate;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** The rates at which costs in other currencies are converted. */
@GraphQLApi
public class ExchangeRateApi {

  private final PriceGraph prices;
  private final Clock clock;

  ExchangeRateApi(PriceGraph prices, Clock clock) {
    this.prices = prices;
    this.clock = clock;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The rate at which a cost of the given time is converted between two currencies, in"
          + " whichever direction it is stated. Null: none is known. Errors: INVALID_VALUE.")
  public @Nullable ExchangeRate exchangeRate(
      @NonNull String base,
      @NonNull String quote,
      @Description("Absent: now.") @Nullable Instant at) {
    return prices
        .current()
        .rates()
        .find(
            Texts.requireCurrency("base", base),
            Texts.requireCurrency("quote", quote),
            at == null ? clock.instant() : at);
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Appends exchange rates, 1 to 500, all or none; the same again changes nothing. What is"
          + " booked keeps its rate until it is repriced. Errors: INVALID_VALUE, OUT_OF_RANGE,"
          + " DISK_LOW.")
  public @NonNull List<@NonNull ExchangeRate> addExchangeRates(
      @NonNull List<@NonNull ExchangeRateInput> rates) {
    if (rates.isEmpty() || rates.size() > Limits.PAGE_MAX) {
      throw new BadRequest(
          Code.OUT_OF_RANGE,
          "rates",
          "%d rates, not 1 to %d".formatted(rates.size(), Limits.PAGE_MAX));
    }
    List<ExchangeRate> added = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < rates.size(); i++) {
      ExchangeRate rate = rates.get(i).toRate("rates[" + i + "]");
      if (!seen.add(List.of(Set.of(rate.base(), rate.quote()), rate.effectiveFrom()))) {
        throw new BadRequest(
            Code.INVALID_VALUE,
            "rates[" + i + "]",
            "a rate of %s and %s from %s is there before: nobody knows which is meant"
                .formatted(rate.base(), rate.quote(), rate.effectiveFrom()));
      }
      added.add(rate);
    }
    prices.appendRates(known -> added.stream().filter(rate -> !known.holds(rate)).toList());
    return added;
  }
}
