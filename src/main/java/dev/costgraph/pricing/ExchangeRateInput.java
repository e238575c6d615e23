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
   * @param field where it was sent, e.g. {@code rates[2]}
   * @throws BadRequest INVALID_VALUE with the field
   */
  ExchangeRate toRate(String field) {
    Texts.requireCurrency(field + ".base", base);
    Texts.requireCurrency(field + ".quote", quote);
    if (base.equals(quote)) {
      throw invalid(field + ".quote", "base and quote are both %s".formatted(base));
    }
    try {
      if (rate.toBigDecimal().signum() <= 0) {
        throw invalid(field + ".rate", "rate '%s' is not above zero".formatted(rate.text()));
      }
      return new ExchangeRate(base, quote, Decimal.of(rate.toBigDecimal()), effectiveFrom);
    } catch (UnreadableDecimal e) {
      throw invalid(
          field + ".rate", "rate '%s' %s".formatted(Text.shown(rate.text()), e.getMessage()));
    }
  }

  private static BadRequest invalid(String field, String message) {
    return new BadRequest(Code.INVALID_VALUE, field, message);
  }
}
