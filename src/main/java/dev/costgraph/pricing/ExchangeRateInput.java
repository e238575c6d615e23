package dev.costgraph.pricing;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Text;
import dev.costgraph.Texts;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.Decimal.UnreadableDecimal;
import dev.costgraph.money.ExchangeRate;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** An exchange rate, as sent. */
@Input("ExchangeRateInput")
@Description(
    "What one unit of the base currency is worth in the quote currency from an instant on.")
public record ExchangeRateInput(
    @NonNull @Description("ISO 4217, e.g. EUR.") String base,
    @NonNull @Description("ISO 4217, e.g. USD.") String quote,
    @NonNull @Description("Above zero, e.g. 1.0823.") Decimal rate,
    @NonNull @Description("Inclusive, until the next rate of the two currencies.")
        Instant effectiveFrom) {

  /**
   * {@return the rate}
   *
   * @throws BadRequest INVALID_VALUE with the field
   */
  ExchangeRate toRate() {
    String from = Texts.requireCurrency("rates.base", base);
    String to = Texts.requireCurrency("rates.quote", quote);
    if (from.equals(to)) {
      throw invalid("rates.quote", "base and quote are both %s".formatted(from));
    }
    try {
      if (rate.toBigDecimal().signum() <= 0) {
        throw invalid("rates.rate", "rate '%s' is not above zero".formatted(rate.text()));
      }
      return new ExchangeRate(from, to, Decimal.of(rate.toBigDecimal()), effectiveFrom);
    } catch (UnreadableDecimal e) {
      throw invalid(
          "rates.rate", "rate '%s' %s".formatted(Text.shown(rate.text()), e.getMessage()));
    }
  }

  private static BadRequest invalid(String field, String message) {
    return new BadRequest(Code.INVALID_VALUE, field, message);
  }
}
