package dev.costgraph.tokens;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Text;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.Decimal.UnreadableDecimal;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call before it is made, in tokens.
 *
 * @param input tokens of the prompt
 * @param inputAtMost the same with the error of an approximation
 * @param cached of {@code input}, read from the provider's cache
 * @param outputAtMost not below {@code output}
 */
record Call(
    ServiceTier tier, long input, long inputAtMost, long cached, long output, long outputAtMost) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * Everything about a call but the tokens of its prompt, checked.
   *
   * @param cachedShare 0 to 1
   */
  record Plan(ServiceTier tier, BigDecimal cachedShare, long output, long outputAtMost) {

    /**
     * @throws BadRequest when a number is out of its range or the output is not given
     */
    static Plan of(EstimateInput call) {
      Integer expected = call.expectedOutputTokens();
      Integer max = call.maxOutputTokens();
      requireCount("expectedOutputTokens", expected);
      requireCount("maxOutputTokens", max);
      Integer output = expected == null ? max : expected;
      Integer outputAtMost = max == null ? expected : max;
      if (output == null || outputAtMost == null) {
        throw new BadRequest(
            Code.INVALID_VALUE,
            "expectedOutputTokens",
            "give expectedOutputTokens, maxOutputTokens or both; 0 if there will be no output");
      }
      if (output > outputAtMost) {
        throw new BadRequest(
            Code.INVALID_VALUE,
            "maxOutputTokens",
            "maxOutputTokens is %d, below expectedOutputTokens %d".formatted(outputAtMost, output));
      }
      return new Plan(call.serviceTier(), share(call.cachedShare()), output, outputAtMost);
    }

    /**
     * {@return the call}
     *
     * @param errorPercent by which the prompt may be longer than counted
     */
    Call with(long input, BigDecimal errorPercent) {
      BigDecimal tokens = BigDecimal.valueOf(input);
      BigDecimal factor = HUNDRED.add(errorPercent).movePointLeft(2);
      return new Call(
          tier,
          input,
          tokens.multiply(factor).setScale(0, RoundingMode.CEILING).longValueExact(),
          tokens.multiply(cachedShare).setScale(0, RoundingMode.DOWN).longValueExact(),
          output,
          outputAtMost);
    }

    private static BigDecimal share(@Nullable Decimal cachedShare) {
      if (cachedShare == null) {
        return BigDecimal.ZERO;
      }
      String shown = Text.shown(cachedShare.text());
      BigDecimal share;
      try {
        share = cachedShare.toBigDecimal();
      } catch (UnreadableDecimal e) {
        throw new BadRequest(
            Code.INVALID_VALUE,
            "cachedShare",
            "cachedShare '%s' %s".formatted(shown, e.getMessage()));
      }
      if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
        throw new BadRequest(
            Code.OUT_OF_RANGE, "cachedShare", "cachedShare is " + shown + ", not 0 to 1");
      }
      return share;
    }
  }

  /**
   * {@return the cost that is expected, in nanos}
   *
   * @throws BadRequest UNPRICED
   */
  long expectedNanos(ModelPrice price, Instant at) {
    return nanos(price, input - cached, cached, output, at);
  }

  /**
   * {@return the highest cost of the call, in nanos}: for a prompt of any length up to the longest,
   * with nothing cached. A price may rise or fall above a threshold, so both sides of each are
   * looked at.
   *
   * @throws BadRequest UNPRICED
   */
  long worstNanos(ModelPrice price, Instant at) {
    long worst =
        Math.max(
            Math.max(expectedNanos(price, at), nanos(price, input, 0, outputAtMost, at)),
            nanos(price, inputAtMost, 0, outputAtMost, at));
    for (PriceComponent component : price.components()) {
      Integer above = component.aboveTokens();
      if (above != null && above > input && above < inputAtMost) {
        worst = Math.max(worst, nanos(price, above, 0, outputAtMost, at));
      }
    }
    return worst;
  }

  static void requireCount(String field, @Nullable Integer count) {
    if (count != null && count < 0) {
      throw new BadRequest(Code.OUT_OF_RANGE, field, "%s is %d, below 0".formatted(field, count));
    }
  }

  private long nanos(ModelPrice price, long uncached, long read, long completion, Instant at) {
    TokenCounts counts = new TokenCounts(uncached, completion, read, 0, 0, 0, 0, 0, 0, 0);
    try {
      return switch (price.price(counts, tier, at)) {
        case Pricing.Cost cost -> cost.totalNanos();
        case Pricing.Unpriced unpriced ->
            throw new BadRequest(Code.UNPRICED, field(unpriced.missing()), unpriced.message());
      };
    } catch (ArithmeticException e) {
      throw new BadRequest(
          Code.OUT_OF_RANGE,
          null,
          "%d tokens of %s cost more than 9223372036 %s: estimate fewer"
              .formatted(counts.getTotal(), price.model(), price.currency()));
    }
  }

  /** {@return the field of the call that needs the price} */
  private static String field(String missing) {
    return switch (missing) {
      case "serviceTier" -> "serviceTier";
      case "cacheRead" -> "cachedShare";
      default -> "model";
    };
  }
}
