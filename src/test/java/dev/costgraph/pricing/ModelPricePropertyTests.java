package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.pricing.Pricing.Cost;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for any price and any count; a failure prints the seed of its data. */
class ModelPricePropertyTests {

  @Test
  void shouldAgreeWithExactFractionsForAnyPriceAndCount() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      // Given a price of up to 12 decimals and up to 2^31 tokens
      BigDecimal unitPrice = BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(13));
      long tokens = random.nextLong(1, 1L << random.nextInt(1, 32));

      // When
      Cost cost = cost(price(PriceComponent.ofTokens("input", unitPrice)), input(tokens));

      // Then it is the nearest nano of the fraction, the even one when two are as near
      BigInteger numerator = unitPrice.unscaledValue().multiply(BigInteger.valueOf(tokens));
      // nanos = unscaled × tokens × 1e9 / (1e6 × 10^scale)
      numerator = numerator.multiply(BigInteger.valueOf(1_000));
      BigInteger denominator = BigInteger.TEN.pow(unitPrice.scale());
      BigInteger expected = nearestEven(numerator, denominator);
      assertThat(cost.totalNanos())
          .as("seed %d: %s × %d", seed, unitPrice, tokens)
          .isEqualTo(expected.longValueExact());
    }
  }

  @Test
  void shouldAgreeWithExactFractionsBeyondTheReachOfIntegers() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int wide = 0;
    int tooLarge = 0;
    for (int i = 0; i < 20_000; i++) {
      BigInteger digits = new BigInteger(random.nextInt(1, 80), random);
      BigDecimal unitPrice = new BigDecimal(digits, random.nextInt(40));
      long tokens = random.nextLong(1, 1L << random.nextInt(1, 50));
      ModelPrice price = price(PriceComponent.ofTokens("input", unitPrice));
      BigInteger product = digits.multiply(BigInteger.valueOf(tokens));
      BigInteger expected =
          nearestEven(
              product.multiply(BigInteger.valueOf(1_000)), BigInteger.TEN.pow(unitPrice.scale()));

      if (expected.bitLength() < 64) {
        assertThat(cost(price, input(tokens)).totalNanos())
            .as("seed %d: %s × %d", seed, unitPrice, tokens)
            .isEqualTo(expected.longValueExact());
        wide += product.bitLength() < 64 ? 0 : 1;
      } else {
        assertThatThrownBy(() -> cost(price, input(tokens)))
            .as("seed %d: %s × %d", seed, unitPrice, tokens)
            .isInstanceOf(ArithmeticException.class);
        tooLarge++;
      }
    }
    assertThat(wide).as("seed %d: products of more than 63 bits", seed).isGreaterThan(1_000);
    assertThat(tooLarge).as("seed %d", seed).isGreaterThan(1_000);
  }

  @Test
  void shouldSplitEveryCostIntoPromptAndCompletion() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      // Given prices of all kinds in any order, and any counts
      List<PriceComponent> components = new ArrayList<>();
      for (TokenKind kind : TokenKind.ALL) {
        components.add(
            PriceComponent.ofTokens(
                kind.componentName(), BigDecimal.valueOf(random.nextInt(100_000), 4)));
      }
      Collections.shuffle(components, random);
      long[] c = random.longs(10, 0, 1_000_000).toArray();
      TokenCounts tokens =
          new TokenCounts(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]);

      // When
      Cost cost = cost(price(components.toArray(PriceComponent[]::new)), tokens);

      // Then the parts are the whole, and the quantities are the counts
      assertThat(cost.promptNanos() + cost.completionNanos())
          .as("seed %d", seed)
          .isEqualTo(cost.totalNanos());
      assertThat(cost.components().stream().mapToLong(line -> line.count().longValueExact()).sum())
          .as("seed %d", seed)
          .isEqualTo(tokens.getTotal());
      assertThat(cost.components())
          .as("seed %d", seed)
          .allSatisfy(line -> assertThat(line.costNanos()).isEqualTo(recomputed(line)));
    }
  }

  private static long recomputed(CostComponent line) {
    return line.count()
        .multiply(line.price())
        .multiply(new BigDecimal("1000"))
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  private static BigInteger nearestEven(BigInteger numerator, BigInteger denominator) {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    int half = parts[1].shiftLeft(1).compareTo(denominator);
    boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
    return up ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  private static Cost cost(ModelPrice price, TokenCounts tokens) {
    return (Cost) price.price(tokens, ServiceTier.STANDARD, Instant.EPOCH);
  }

  private static TokenCounts input(long tokens) {
    return new TokenCounts(tokens, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static ModelPrice price(PriceComponent... components) {
    return new ModelPrice("m", "acme", null, "test", "USD", null, List.of(components));
  }
}
