package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.Pricing.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What holds for any price with tiers, thresholds and hours: a plain model that walks through the
 * list prices the same. A failure prints the seed of its data.
 */
class TierPropertyTests {

  private static final List<DailyHours> HOURS =
      List.of(DailyHours.parse("16:30-00:30"), DailyHours.parse("06:00-09:00"));

  @Test
  void shouldPriceAsAWalkThroughTheListDoes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int priced = 0;
    for (int i = 0; i < 5_000; i++) {
      ModelPrice price = price(random, LongPrompts.WHOLE_REQUEST);
      TokenCounts tokens = tokens(random);
      ServiceTier tier = ServiceTier.values()[random.nextInt(4)];
      Instant at = Instant.ofEpochSecond(random.nextLong(86_400L * 365));

      Pricing pricing = price.price(tokens, tier, at);

      Long expected = walk(price, tokens, tier, at);
      assertThat(pricing instanceof Cost cost ? cost.totalNanos() : null)
          .as("seed %d, round %d: %s %s %s %s", seed, i, price, tokens, tier, at)
          .isEqualTo(expected);
      priced += expected == null ? 0 : 1;
    }
    assertThat(priced).as("seed %d", seed).isBetween(500, 4_500);
  }

  @Test
  void shouldAddUpAndNotDependOnTheOrderOfTheComponents() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int priced = 0;
    for (int i = 0; i < 1_000; i++) {
      ModelPrice price = price(random, LongPrompts.values()[random.nextInt(2)]);
      List<PriceComponent> shuffled = new ArrayList<>(price.components());
      Collections.shuffle(shuffled, random);
      ModelPrice other =
          new ModelPrice(
              "m", "acme", null, "else", "USD", null, shuffled, price.longPrompts(), null);
      TokenCounts tokens = tokens(random);
      ServiceTier tier = ServiceTier.values()[random.nextInt(4)];
      Instant at = Instant.ofEpochSecond(random.nextLong(86_400L));

      Pricing pricing = price.price(tokens, tier, at);

      assertThat(other.priceId()).as("seed %d", seed).isEqualTo(price.priceId());
      assertThat(other.price(tokens, tier, at)).as("seed %d", seed).isEqualTo(pricing);
      if (pricing instanceof Cost cost) {
        long lines = cost.components().stream().mapToLong(CostComponent::costNanos).sum();
        assertThat(cost.promptNanos() + cost.completionNanos())
            .as("seed %d", seed)
            .isEqualTo(lines)
            .isEqualTo(cost.totalNanos());
        assertThat(cost.components().stream().mapToLong(l -> l.count().longValueExact()).sum())
            .as("seed %d: every token is in one line", seed)
            .isEqualTo(tokens.getTotal());
        assertThat(cost.components())
            .as("seed %d", seed)
            .allSatisfy(line -> assertThat(line.costNanos()).isEqualTo(nanos(line)));
        priced++;
      }
    }
    assertThat(priced).as("seed %d", seed).isGreaterThan(100);
  }

  @Test
  void shouldMoveOnlyThePartAboveAsTokenByTokenDoes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int priced = 0;
    for (int i = 0; i < 500; i++) {
      ModelPrice price = price(random, LongPrompts.PART_ABOVE);
      TokenCounts tokens = Tokens.of(few(random));
      Instant at = Instant.ofEpochSecond(random.nextLong(86_400L));

      Pricing pricing = price.price(tokens, ServiceTier.STANDARD, at);

      Map<String, Long> expected = tokenByToken(price, tokens, at);
      assertThat(pricing instanceof Cost cost ? lines(cost) : null)
          .as("seed %d, round %d: %s %s %s", seed, i, price, tokens, at)
          .isEqualTo(expected);
      priced += expected == null ? 0 : 1;
    }
    assertThat(priced).as("seed %d", seed).isBetween(50, 450);
  }

  /** What each line is a price of → its count; a kind has one line at each price. */
  private static Map<String, Long> lines(Cost cost) {
    Map<String, Long> lines = new HashMap<>();
    for (CostComponent line : cost.components()) {
      String what = line.name() + " " + line.price() + " " + line.aboveTokens();
      assertThat(lines.put(what, line.count().longValueExact())).as(what).isNull();
    }
    return lines;
  }

  /** The rules, written down a second time; null: unpriced. */
  private static @Nullable Long walk(
      ModelPrice price, TokenCounts tokens, ServiceTier tier, Instant at) {
    if (tier != ServiceTier.STANDARD
        && price.components().stream().noneMatch(c -> c.tier() == tier)) {
      return null;
    }
    long total = 0;
    for (TokenKind kind : TokenKind.ALL) {
      long count = kind.countOf(tokens);
      PriceComponent found = found(price, kind, tier, tokens.prompt(), at);
      if (count > 0 && found == null) {
        return null;
      }
      if (count > 0 && found != null) {
        total += nanos(found.unitPrice(), BigDecimal.valueOf(count));
      }
    }
    return total;
  }

  /** The component that goes first, if any of its kind knows the highest threshold passed. */
  private static @Nullable PriceComponent found(
      ModelPrice price, TokenKind kind, ServiceTier tier, long prompt, Instant at) {
    List<PriceComponent> holding =
        price.components().stream()
            .filter(c -> c.tier() == tier || c.tier() == ServiceTier.STANDARD)
            .filter(c -> prompt > above(c) || c.aboveTokens() == null)
            .filter(c -> c.hours() == null || c.hours().contains(DailyHours.secondOfDay(at)))
            .toList();
    int passed = holding.stream().mapToInt(TierPropertyTests::above).max().orElse(0);
    List<PriceComponent> own =
        holding.stream()
            .filter(c -> c.tier() == tier && c.name().equals(kind.componentName()))
            .sorted(Comparator.comparingLong(TierPropertyTests::weight).reversed())
            .toList();
    if (own.isEmpty() && kind == TokenKind.REASONING) {
      return found(price, TokenKind.OUTPUT, tier, prompt, at);
    }
    return own.stream().anyMatch(c -> above(c) == passed) ? own.getFirst() : null;
  }

  /** Hours go before thresholds. */
  private static long weight(PriceComponent component) {
    return (component.hours() == null ? 0 : 1L << 40) + above(component);
  }

  private static int above(PriceComponent component) {
    return component.aboveTokens() == null ? 0 : component.aboveTokens();
  }

  /** The same as {@link #lines}; null: a token has no price. */
  private static @Nullable Map<String, Long> tokenByToken(
      ModelPrice price, TokenCounts tokens, Instant at) {
    Map<String, Long> lines = new HashMap<>();
    long token = 0;
    for (TokenKind kind :
        List.of(
            TokenKind.CACHE_READ,
            TokenKind.CACHE_WRITE_5M,
            TokenKind.CACHE_WRITE_1H,
            TokenKind.INPUT,
            TokenKind.AUDIO_INPUT,
            TokenKind.IMAGE_INPUT,
            TokenKind.OUTPUT,
            TokenKind.REASONING,
            TokenKind.AUDIO_OUTPUT,
            TokenKind.IMAGE_OUTPUT)) {
      for (long i = 0; i < kind.countOf(tokens); i++) {
        token = kind.isPrompt() ? token + 1 : 0;
        PriceComponent found = found(price, kind, ServiceTier.STANDARD, token, at);
        if (found == null) {
          return null;
        }
        String what = kind.componentName() + " " + found.unitPrice() + " " + found.aboveTokens();
        lines.merge(what, 1L, Long::sum);
      }
    }
    return lines;
  }

  private static long nanos(CostComponent line) {
    return nanos(line.price(), line.count());
  }

  private static long nanos(BigDecimal price, BigDecimal count) {
    return price
        .multiply(count)
        .movePointRight(3)
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  /** A price of most kinds at some tiers, each with most thresholds and some windows. */
  private static ModelPrice price(Random random, LongPrompts rule) {
    List<PriceComponent> components = new ArrayList<>();
    for (ServiceTier tier : ServiceTier.values()) {
      for (TokenKind kind : TokenKind.ALL) {
        boolean rare = tier != ServiceTier.STANDARD && random.nextInt(3) == 0;
        if (rare || random.nextInt(20) == 0) {
          continue;
        }
        components.add(component(random, kind, tier, null, null));
        for (int above : new int[] {20, 60}) {
          boolean part = rule == LongPrompts.WHOLE_REQUEST || kind.isPrompt();
          if (part && random.nextInt(12) > 0) {
            components.add(component(random, kind, tier, above, null));
          }
        }
        for (DailyHours hours : HOURS) {
          if (random.nextInt(4) == 0) {
            components.add(component(random, kind, tier, null, hours));
          }
          if (random.nextInt(8) == 0 && (rule == LongPrompts.WHOLE_REQUEST || kind.isPrompt())) {
            components.add(component(random, kind, tier, 40, hours));
          }
        }
      }
    }
    Collections.shuffle(components, random);
    return new ModelPrice("m", "acme", null, "test", "USD", null, components, rule, null);
  }

  private static PriceComponent component(
      Random random,
      TokenKind kind,
      ServiceTier tier,
      @Nullable Integer above,
      @Nullable DailyHours hours) {
    BigDecimal price = BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(8));
    return PriceComponent.ofTokens(kind.componentName(), price, tier, above, hours);
  }

  private static TokenCounts tokens(Random random) {
    return Tokens.of(few(random));
  }

  private static Map<TokenKind, Long> few(Random random) {
    Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);
    for (TokenKind kind : TokenKind.ALL) {
      if (random.nextInt(3) == 0) {
        counts.put(kind, (long) random.nextInt(50));
      }
    }
    return counts;
  }
}
