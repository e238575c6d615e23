package dev.costgraph.pricing;

import dev.costgraph.Limits;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The components of a price, in the order given: an immutable list that also finds the one that
 * holds for a kind of tokens, a tier, a length and an hour, without a search through all of them.
 *
 * <p>Above a threshold that moves any kind at STANDARD or at the tier, a kind without a price there
 * is not priced: nobody knows whether it moves too.
 */
final class RateTable extends AbstractList<PriceComponent> implements RandomAccess {

  private static final Rate[] NONE = {};

  /** Those with hours before those without, then the higher threshold first: the first holds. */
  private static final Comparator<PriceComponent> BY_PRECEDENCE =
      Comparator.comparingInt((PriceComponent c) -> c.hours() == null ? 1 : 0)
          .thenComparingInt(c -> c.aboveTokens() == null ? 0 : -c.aboveTokens());

  private final PriceComponent[] components;

  /** By tier, those that have a price: what each kind costs there, in order of precedence. */
  private final Map<ServiceTier, Map<TokenKind, Rate[]>> rates = new EnumMap<>(ServiceTier.class);

  /** By tier, what moves a price there by the length of the prompt, the highest first. */
  private final Map<ServiceTier, Rate[]> thresholds = new EnumMap<>(ServiceTier.class);

  private final boolean daily;

  private RateTable(List<PriceComponent> components) {
    this.components = components.toArray(PriceComponent[]::new);
    checkEachOnce();
    components.stream().sorted(BY_PRECEDENCE).forEach(this::index);
    rates.keySet().forEach(tier -> thresholds.put(tier, thresholdsOf(tier)));
    this.daily = components.stream().anyMatch(component -> component.hours() != null);
  }

  /**
   * @throws IllegalArgumentException when two components are a price of the same, or there are more
   *     than 500
   */
  static RateTable of(List<PriceComponent> components) {
    return components instanceof RateTable table ? table : new RateTable(components);
  }

  @Override
  public PriceComponent get(int index) {
    return components[index];
  }

  @Override
  public int size() {
    return components.length;
  }

  /** {@return whether anything has a price at the tier} */
  boolean isPriced(ServiceTier tier) {
    return rates.containsKey(tier);
  }

  /** {@return the second of the day, or 0 where no price depends on it} */
  int secondOfDay(Instant at) {
    return daily ? DailyHours.secondOfDay(at) : 0;
  }

  /**
   * {@return the price of a kind of tokens, or null when none is known}. Reasoning without a price
   * of its own costs what output does.
   *
   * @param prompt tokens of the prompt
   * @param second of the day
   */
  @Nullable Rate find(ServiceTier tier, TokenKind kind, long prompt, int second) {
    long passed = passed(tier, prompt, second);
    Rate found = null;
    for (Rate rate : rates(tier, kind)) {
      if (rate.holds(prompt, second)) {
        found = found == null ? rate : found;
        if (rate.above >= passed) {
          return found;
        }
      }
    }
    return found == null && kind == TokenKind.REASONING
        ? find(tier, TokenKind.OUTPUT, prompt, second)
        : null;
  }

  /**
   * {@return the last token of a prompt, from the given one on, that the same price holds for}
   *
   * @param token whose price is known
   */
  long lastAtTheSamePrice(ServiceTier tier, TokenKind kind, long token, int second) {
    Rate rate = find(tier, kind, token, second);
    long last = nextThreshold(tier, token);
    while (last < Long.MAX_VALUE && find(tier, kind, last + 1, second) == rate) {
      last = nextThreshold(tier, last + 1);
    }
    return last;
  }

  /** {@return the longest prompt that the price of a kind is known for; 0: it has no price} */
  long longestPrompt(ServiceTier tier, TokenKind kind, int second) {
    long longest = 0;
    while (longest < Long.MAX_VALUE && find(tier, kind, longest + 1, second) != null) {
      longest = nextThreshold(tier, longest + 1);
    }
    return longest;
  }

  /** {@return whether no component says otherwise than the other's of that name and tier} */
  boolean agreesWith(RateTable other) {
    return knows(other) && other.knows(this);
  }

  /** Whether each component of the other is here too, where its name and tier are. */
  private boolean knows(RateTable other) {
    for (PriceComponent their : other) {
      boolean named = false;
      boolean same = false;
      for (PriceComponent ours : components) {
        named |= ours.name().equals(their.name()) && ours.tier() == their.tier();
        same |=
            ours.what().equals(their.what()) && ours.unitPrice().compareTo(their.unitPrice()) == 0;
      }
      if (named && !same) {
        return false;
      }
    }
    return true;
  }

  /** {@return the price of a quantity, or null when none is known} */
  @Nullable PriceComponent quantity(ServiceTier tier, String unit, int second) {
    PriceComponent found = null;
    for (PriceComponent component : components) {
      if (component.kind() == null && component.name().equals(unit) && component.tier() == tier) {
        DailyHours hours = component.hours();
        if (hours != null && hours.contains(second)) {
          return component;
        }
        found = hours == null ? component : found;
      }
    }
    return found;
  }

  private Rate[] rates(ServiceTier tier, TokenKind kind) {
    Map<TokenKind, Rate[]> kinds = rates.get(tier);
    return kinds == null ? NONE : kinds.getOrDefault(kind, NONE);
  }

  private void index(PriceComponent component) {
    Map<TokenKind, Rate[]> kinds =
        rates.computeIfAbsent(component.tier(), t -> new EnumMap<>(TokenKind.class));
    TokenKind kind = component.kind();
    if (kind != null) {
      Rate[] known = kinds.getOrDefault(kind, NONE);
      Rate[] longer = Arrays.copyOf(known, known.length + 1);
      longer[known.length] = new Rate(component);
      kinds.put(kind, longer);
    }
  }

  /** {@return the highest threshold that a prompt is above; 0: none} */
  private long passed(ServiceTier tier, long prompt, int second) {
    for (Rate threshold : thresholds.getOrDefault(tier, NONE)) {
      if (threshold.holds(prompt, second)) {
        return threshold.above;
      }
    }
    return 0;
  }

  /** {@return the first threshold that a prompt of so many tokens is not above} */
  private long nextThreshold(ServiceTier tier, long prompt) {
    long next = Long.MAX_VALUE;
    for (Rate threshold : thresholds.getOrDefault(tier, NONE)) {
      next = threshold.above >= prompt ? threshold.above : next;
    }
    return next;
  }

  /** Once per threshold and hours. */
  private Rate[] thresholdsOf(ServiceTier tier) {
    Map<String, Rate> distinct = new LinkedHashMap<>();
    for (PriceComponent c : components) {
      if (c.aboveTokens() != null && (c.tier() == tier || c.tier() == ServiceTier.STANDARD)) {
        distinct.putIfAbsent(c.aboveTokens() + " " + c.hours(), new Rate(c));
      }
    }
    return distinct.values().stream()
        .sorted(Comparator.comparingLong((Rate rate) -> rate.above).reversed())
        .toArray(Rate[]::new);
  }

  private void checkEachOnce() {
    if (components.length > Limits.PRICE_COMPONENTS_MAX) {
      throw new IllegalArgumentException(
          components.length + " components are more than " + Limits.PRICE_COMPONENTS_MAX);
    }
    Set<String> seen = new HashSet<>();
    for (PriceComponent component : components) {
      if (!seen.add(component.what())) {
        throw new IllegalArgumentException(component.what() + " has two prices");
      }
    }
    for (int i = 0; i < components.length; i++) {
      for (int j = i + 1; j < components.length; j++) {
        if (overlap(components[i], components[j])) {
          throw new IllegalArgumentException(
              components[i].what() + " and " + components[j].what() + " overlap");
        }
      }
    }
  }

  private static boolean overlap(PriceComponent one, PriceComponent other) {
    DailyHours hours = one.hours();
    DailyHours others = other.hours();
    return hours != null
        && others != null
        && one.name().equals(other.name())
        && one.tier() == other.tier()
        && Objects.equals(one.aboveTokens(), other.aboveTokens())
        && hours.overlaps(others);
  }

  /** A price of tokens, ready to be multiplied. */
  static final class Rate {

    /** Nanos are count × price per million × 10^3. */
    private static final int NANO_PLACES = Decimal.SCALE - 6;

    private static final long[] POWERS = powers();

    private final PriceComponent component;
    private final long above;
    private final @Nullable DailyHours hours;

    /** The price is unscaled × 10^-scale; below 0 when it is not one for integers. */
    private final long unscaled;

    private final int places;

    Rate(PriceComponent component) {
      this.component = component;
      this.above = component.aboveTokens() == null ? 0 : component.aboveTokens();
      this.hours = component.hours();
      BigDecimal price = component.unitPrice();
      this.places = price.scale() - NANO_PLACES;
      boolean small = Math.abs((long) places) < POWERS.length && price.precision() <= 18;
      this.unscaled = small ? price.unscaledValue().longValueExact() : -1;
    }

    boolean holds(long prompt, int second) {
      return (above == 0 || prompt > above) && (hours == null || hours.contains(second));
    }

    /**
     * {@return a line of a cost, rounded once, half even, to the nano}
     *
     * @param kind what was consumed, which this is the price of or stands in for
     * @param count above 0
     * @throws ArithmeticException when the cost does not fit 63 bits of nanos
     */
    CostComponent cost(TokenKind kind, long count) {
      BigDecimal quantity = BigDecimal.valueOf(count);
      String consumed = kind.componentName();
      long product = count * unscaled;
      if (unscaled < 0 || Math.multiplyHigh(count, unscaled) != 0 || product < 0) {
        return component.cost(consumed, quantity);
      }
      return component.cost(consumed, quantity, nanos(product));
    }

    private long nanos(long product) {
      if (places <= 0) {
        return Math.multiplyExact(product, POWERS[-places]);
      }
      long power = POWERS[places];
      long nanos = product / power;
      long rest = product % power;
      long toNext = power - rest;
      boolean up = rest > toNext || (rest == toNext && (nanos & 1) == 1);
      return up ? nanos + 1 : nanos;
    }

    private static long[] powers() {
      long[] powers = new long[19];
      powers[0] = 1;
      for (int i = 1; i < powers.length; i++) {
        powers[i] = powers[i - 1] * 10;
      }
      return powers;
    }
  }
}
