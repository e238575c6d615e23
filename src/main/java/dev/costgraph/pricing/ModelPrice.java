package dev.costgraph.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs at a provider from an instant on. Facts: a correction is another price.
 *
 * <p>A component without a price of its own: {@code reasoning} is priced as {@code output}, for
 * providers bill it so. Nothing else stands in for anything: cache reads and writes, audio and
 * images cost what a component says, and a usage with one that has no price is {@link
 * Pricing.Unpriced}. A provider that bills one of them as input has a component that says so. Nor
 * does the price of one service tier hold at another.
 *
 * @param effectiveFrom inclusive; null: since ever, until the first dated price
 * @param upToPromptTokens the longest prompt, cached tokens included, that the price holds for;
 *     null: any. A usage above the bound is unpriced: what it costs there is not known
 * @param components each name at most once per tier, threshold and hours; none: the price changed
 *     to one that is not known, so every usage is unpriced until the next
 * @param longPrompts how the thresholds of the components are meant
 * @param platformId whose own price it is; null: anybody's
 */
@Description(
    "What a model costs at a provider from an instant on, per 1,000,000 tokens unless a component "
        + "says otherwise.")
public record ModelPrice(
    @NonNull @Description("The model's id at the provider.") String model,
    @NonNull @Description("Who bills, e.g. openai or bedrock.") String provider,
    @Description("Inclusive. Null: since ever, until the first dated price of the model.")
        @Nullable Instant effectiveFrom,
    @NonNull @Description("Where the price is known from, and when it was checked.") String source,
    @NonNull @Description("ISO 4217, e.g. USD.") String currency,
    @Description(
            "Tokens of the longest prompt, cached ones included, that the price holds for; a usage "
                + "above it is unpriced. Null: any.")
        @Nullable Long upToPromptTokens,
    @NonNull
        @Description(
            "Each name at most once per service tier, threshold and hours. None: not known from "
                + "effectiveFrom to the next price.")
        List<@NonNull PriceComponent> components,
    @NonNull @Description("What the thresholds of the components move.") LongPrompts longPrompts,
    @Ignore @Nullable String platformId) {

  private static final int HASH_DIGITS = 12;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final TokenKind[] KINDS = TokenKind.values();

  /**
   * @throws IllegalArgumentException when a component is there twice, a bound is below 1, or a part
   *     of a completion has a threshold where only a part of a prompt can be above it
   */
  public ModelPrice {
    components = RateTable.of(components);
    if (upToPromptTokens != null && upToPromptTokens < 1) {
      throw new IllegalArgumentException("upToPromptTokens " + upToPromptTokens + " is below 1");
    }
    for (PriceComponent component : components) {
      TokenKind kind = component.kind();
      if (longPrompts == LongPrompts.PART_ABOVE
          && component.aboveTokens() != null
          && kind != null
          && !kind.isPrompt()) {
        throw new IllegalArgumentException(
            component.what() + ": only a part of a prompt is above a threshold");
      }
    }
  }

  /** Anybody's price, whose thresholds move the whole request. */
  public ModelPrice(
      String model,
      String provider,
      @Nullable Instant effectiveFrom,
      String source,
      String currency,
      @Nullable Long upToPromptTokens,
      List<PriceComponent> components) {
    this(
        model,
        provider,
        effectiveFrom,
        source,
        currency,
        upToPromptTokens,
        components,
        LongPrompts.WHOLE_REQUEST,
        null);
  }

  /**
   * {@return a price of somebody's own}
   *
   * @param platformId null: the service's
   * @throws IllegalArgumentException as the constructor
   */
  public static ModelPrice own(
      String model,
      String provider,
      @Nullable Instant effectiveFrom,
      String currency,
      List<PriceComponent> components,
      @Nullable String platformId) {
    return new ModelPrice(
        model,
        provider,
        effectiveFrom,
        platformId == null ? "own price" : "own price of platform " + platformId,
        currency,
        null,
        components,
        LongPrompts.WHOLE_REQUEST,
        platformId);
  }

  /** {@return the component of that name at STANDARD, any length and hour, or null} */
  public @Nullable PriceComponent component(String name) {
    for (PriceComponent component : components) {
      if (component.name().equals(name) && component.what().equals(name)) {
        return component;
      }
    }
    return null;
  }

  /** {@return the same from another instant on; null: since ever} */
  public ModelPrice from(@Nullable Instant instant) {
    return new ModelPrice(
        model,
        provider,
        instant,
        source,
        currency,
        upToPromptTokens,
        components,
        longPrompts,
        platformId);
  }

  /**
   * {@return this price with a discount on every component, exact to the last decimal}
   *
   * @param percent off the price, at most 100; below 0: a mark-up
   * @param owner the platform whose own price it is; null: the service's
   * @throws IllegalArgumentException when it is more than 100
   */
  public ModelPrice discounted(
      BigDecimal percent, @Nullable String owner, @Nullable Instant instant) {
    if (percent.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException("a discount of " + percent + " % is more than all");
    }
    BigDecimal factor = HUNDRED.subtract(percent).movePointLeft(2);
    String text = percent.abs().stripTrailingZeros().toPlainString();
    return new ModelPrice(
        model,
        provider,
        instant,
        text + (percent.signum() < 0 ? " % above: " : " % off: ") + source,
        currency,
        upToPromptTokens,
        components.stream().map(c -> c.at(c.unitPrice().multiply(factor))).toList(),
        longPrompts,
        owner);
  }

  /**
   * Prices tokens: each kind once, rounded once.
   *
   * @param tokens none negative
   * @param tier any that the model has no price at is unpriced
   * @param at when they were used: some prices change by the hour of the day
   * @throws ArithmeticException when a sum does not fit 63 bits of nanos, about 9.2e9 of the
   *     currency
   * @throws IllegalArgumentException when a count is negative
   */
  public Pricing price(TokenCounts tokens, ServiceTier tier, Instant at) {
    long prompt = checkedPrompt(tokens);
    RateTable rates = rates();
    if (tier != ServiceTier.STANDARD && !rates.isPriced(tier)) {
      return unpricedTier(tier);
    }
    if (upToPromptTokens != null && prompt > upToPromptTokens) {
      return new Pricing.Unpriced(
          "upToPromptTokens",
          "The price of %s holds for prompts of up to %d tokens, not for %d"
              .formatted(name(), upToPromptTokens, prompt));
    }
    int second = rates.secondOfDay(at);
    Bill bill = new Bill();
    for (TokenKind kind : KINDS) {
      long count = kind.countOf(tokens);
      if (count == 0) {
        continue;
      }
      boolean parts = longPrompts == LongPrompts.PART_ABOVE;
      boolean known =
          (parts && kind.isPrompt())
              ? addParts(bill, kind, kind.offsetIn(tokens), count, tier, second)
              : addWhole(bill, kind, count, tier, parts ? 0 : prompt, second);
      if (!known) {
        return unpricedTokens(kind, tier, second);
      }
    }
    return bill.cost();
  }

  /**
   * Prices a quantity of something other than tokens, such as 3 pages.
   *
   * @param unit the name of the component, e.g. {@code page}
   * @param at when it was used
   * @throws ArithmeticException when the cost does not fit 63 bits of nanos
   * @throws IllegalArgumentException when the quantity is negative
   */
  public Pricing price(BigDecimal quantity, String unit, ServiceTier tier, Instant at) {
    if (quantity.signum() < 0) {
      throw new IllegalArgumentException("quantity is " + quantity);
    }
    RateTable rates = rates();
    if (tier != ServiceTier.STANDARD && !rates.isPriced(tier)) {
      return unpricedTier(tier);
    }
    PriceComponent component = rates.quantity(tier, unit, rates.secondOfDay(at));
    if (component == null) {
      return unpricedComponent(unit, tier);
    }
    return new Pricing.Cost(0, 0, List.of(component.cost(unit, quantity)));
  }

  /**
   * Prices tokens and what is billed beside them.
   *
   * @throws ArithmeticException when a sum does not fit 63 bits of nanos
   * @throws IllegalArgumentException when a count is negative
   */
  public Pricing price(
      TokenCounts tokens, List<Consumption.Quantity> quantities, ServiceTier tier, Instant at) {
    Pricing pricing = price(tokens, tier, at);
    for (Consumption.Quantity quantity : quantities) {
      if (pricing instanceof Pricing.Cost cost) {
        pricing =
            switch (price(quantity.count(), quantity.unit(), tier, at)) {
              case Pricing.Cost more -> cost.plus(more);
              case Pricing.Unpriced unpriced -> unpriced;
            };
      }
    }
    return pricing;
  }

  /**
   * {@return provider/model@effectiveFrom#hash, the same for the same content and another for a
   * corrected one}. The source is not part of the content: checking a price again does not make
   * another.
   */
  public String priceId() {
    String key = name() + "@" + (effectiveFrom == null ? "" : effectiveFrom);
    byte[] hash = sha256(key + '\n' + content());
    return key + "#" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
  }

  /** What it says, apart from whom and when: equal texts, equal costs. */
  private String content() {
    StringBuilder content = new StringBuilder(currency).append('\n').append(upToPromptTokens);
    components.stream()
        .sorted(Comparator.comparing(PriceComponent::what))
        .forEach(c -> content.append('\n').append(c.what()).append('=').append(c.getPrice()));
    if (longPrompts != LongPrompts.WHOLE_REQUEST) {
      content.append('\n').append(longPrompts);
    }
    if (platformId != null) {
      content.append("\nplatform ").append(platformId);
    }
    return content.toString();
  }

  private boolean addWhole(
      Bill bill, TokenKind kind, long count, ServiceTier tier, long prompt, int second) {
    RateTable.Rate rate = rates().find(tier, kind, prompt, second);
    if (rate == null) {
      return false;
    }
    bill.add(kind, rate.cost(kind, count));
    return true;
  }

  /** Adds a line for each part of a kind of the prompt that lies between two thresholds. */
  private boolean addParts(
      Bill bill, TokenKind kind, long offset, long count, ServiceTier tier, int second) {
    long end = offset + count;
    long token = offset + 1;
    while (token <= end) {
      RateTable.Rate rate = rates().find(tier, kind, token, second);
      if (rate == null) {
        return false;
      }
      long last = Math.min(end, rates().lastAtTheSamePrice(tier, kind, token, second));
      bill.add(kind, rate.cost(kind, last - token + 1));
      token = last + 1;
    }
    return true;
  }

  private RateTable rates() {
    return (RateTable) components;
  }

  /** {@return whether both cost the same, as far as both say} */
  boolean agreesWith(ModelPrice other) {
    return currency.equals(other.currency) && rates().agreesWith(other.rates());
  }

  /** {@return the tokens of the prompt} */
  private static long checkedPrompt(TokenCounts tokens) {
    long prompt = 0;
    for (TokenKind kind : KINDS) {
      long count = kind.countOf(tokens);
      if (count < 0) {
        throw new IllegalArgumentException(kind.componentName() + " is " + count);
      }
      prompt = kind.isPrompt() ? Math.addExact(prompt, count) : prompt;
    }
    return prompt;
  }

  private Pricing unpricedTokens(TokenKind kind, ServiceTier tier, int second) {
    long longest = rates().longestPrompt(tier, kind, second);
    if (longest == 0 || longest == Long.MAX_VALUE) {
      return unpricedComponent(kind.componentName(), tier);
    }
    return new Pricing.Unpriced(
        "aboveTokens",
        "%s has no price for %s%s in prompts of more than %d tokens"
            .formatted(name(), kind.componentName(), at(tier), longest));
  }

  private Pricing unpricedComponent(String missing, ServiceTier tier) {
    return new Pricing.Unpriced(missing, name() + " has no price for " + missing + at(tier));
  }

  private Pricing unpricedTier(ServiceTier tier) {
    return new Pricing.Unpriced("serviceTier", name() + " has no price at service tier " + tier);
  }

  private static String at(ServiceTier tier) {
    return tier == ServiceTier.STANDARD ? "" : " at service tier " + tier;
  }

  private String name() {
    return provider + "/" + model;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The lines of a cost as they are added up. */
  private static final class Bill {
    private final List<CostComponent> lines = new ArrayList<>(KINDS.length);
    private long promptNanos;
    private long completionNanos;

    void add(TokenKind kind, CostComponent line) {
      if (kind.isPrompt()) {
        promptNanos = Math.addExact(promptNanos, line.costNanos());
      } else {
        completionNanos = Math.addExact(completionNanos, line.costNanos());
      }
      lines.add(line);
    }

    Pricing.Cost cost() {
      Math.addExact(promptNanos, completionNanos); // each fits; so must their sum
      return new Pricing.Cost(promptNanos, completionNanos, lines);
    }
  }
}
