package dev.costgraph.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs at a provider from an instant on. Facts: a correction is another price.
 *
 * <p>A component without a price of its own: {@code reasoning} is priced as {@code output}, for
 * providers bill it so. Nothing else stands in for anything: cache reads and writes, audio and
 * images cost what a component says, and a usage with one that has no price is {@link
 * Pricing.Unpriced}. A provider that bills one of them as input has a component that says so.
 *
 * @param effectiveFrom inclusive; null: since ever, until the first dated price
 * @param upToPromptTokens the longest prompt, cached tokens included, that the price holds for;
 *     null: any. A provider that charges long prompts more rates the whole call anew, so a usage
 *     above the bound is unpriced
 * @param components each name at most once; none: the price changed to one that is not known, so
 *     every usage is unpriced until the next
 */
@Description(
    "What a model costs at a provider from an instant on, per 1,000,000 tokens unless a component "
        + "says otherwise. Holds for the service tier STANDARD.")
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
            "Each name at most once. None: not known from effectiveFrom to the next price.")
        List<@NonNull PriceComponent> components) {

  private static final int HASH_DIGITS = 12;

  /**
   * @throws IllegalArgumentException when a component is there twice, or a bound is below 1
   */
  public ModelPrice {
    components = List.copyOf(components);
    Set<String> names = new HashSet<>();
    for (PriceComponent component : components) {
      if (!names.add(component.name())) {
        throw new IllegalArgumentException(component.name() + " has two prices");
      }
    }
    if (upToPromptTokens != null && upToPromptTokens < 1) {
      throw new IllegalArgumentException("upToPromptTokens " + upToPromptTokens + " is below 1");
    }
  }

  /** {@return the component of that name, or null when it has no price of its own} */
  public @Nullable PriceComponent component(String name) {
    for (PriceComponent component : components) {
      if (component.name().equals(name)) {
        return component;
      }
    }
    return null;
  }

  /**
   * Prices tokens: each kind once, rounded once.
   *
   * @param tokens none negative
   * @param tier any but STANDARD is unpriced: no price of another tier is known
   * @throws ArithmeticException when a sum does not fit 63 bits of nanos, about 9.2e9 of the
   *     currency
   * @throws IllegalArgumentException when a count is negative
   */
  public Pricing price(TokenCounts tokens, ServiceTier tier) {
    if (tier != ServiceTier.STANDARD) {
      return unpricedTier(tier);
    }
    if (upToPromptTokens != null && tokens.prompt() > upToPromptTokens) {
      return new Pricing.Unpriced(
          "upToPromptTokens",
          "The price of "
              + this.name()
              + " holds for prompts of up to "
              + upToPromptTokens
              + " tokens, not for "
              + tokens.prompt());
    }
    List<CostComponent> costs = new ArrayList<>(TokenKind.ALL.size());
    long promptNanos = 0;
    long completionNanos = 0;
    for (TokenKind kind : TokenKind.ALL) {
      long count = kind.countOf(tokens);
      if (count < 0) {
        throw new IllegalArgumentException(kind.componentName() + " is " + count);
      }
      if (count == 0) {
        continue;
      }
      PriceComponent component = componentFor(kind);
      if (component == null) {
        return unpricedComponent(kind.componentName());
      }
      CostComponent cost = component.cost(kind.componentName(), BigDecimal.valueOf(count));
      if (kind.isPrompt()) {
        promptNanos = Math.addExact(promptNanos, cost.costNanos());
      } else {
        completionNanos = Math.addExact(completionNanos, cost.costNanos());
      }
      costs.add(cost);
    }
    Math.addExact(promptNanos, completionNanos);
    return new Pricing.Cost(promptNanos, completionNanos, costs);
  }

  /**
   * Prices a quantity of something other than tokens, such as 3 pages.
   *
   * @param unit the name of the component, e.g. {@code page}
   * @throws ArithmeticException when the cost does not fit 63 bits of nanos
   * @throws IllegalArgumentException when the quantity is negative
   */
  public Pricing price(BigDecimal quantity, String unit, ServiceTier tier) {
    if (quantity.signum() < 0) {
      throw new IllegalArgumentException("quantity is " + quantity);
    }
    if (tier != ServiceTier.STANDARD) {
      return unpricedTier(tier);
    }
    PriceComponent component = TokenKind.named(unit) == null ? component(unit) : null;
    if (component == null) {
      return unpricedComponent(unit);
    }
    return new Pricing.Cost(0, 0, List.of(component.cost(unit, quantity)));
  }

  /**
   * {@return provider/model@effectiveFrom#hash, the same for the same content and another for a
   * corrected one}. The source is not part of the content: checking a price again does not make
   * another.
   */
  public String priceId() {
    StringBuilder content = new StringBuilder(currency).append('\n').append(upToPromptTokens);
    components.stream()
        .sorted(Comparator.comparing(PriceComponent::name))
        .forEach(c -> content.append('\n').append(c.name()).append('=').append(c.getPrice()));
    String key = name() + "@" + (effectiveFrom == null ? "" : effectiveFrom);
    byte[] hash = sha256(key + '\n' + content);
    return key + "#" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
  }

  private @Nullable PriceComponent componentFor(TokenKind kind) {
    PriceComponent own = component(kind.componentName());
    return own == null && kind == TokenKind.REASONING
        ? component(TokenKind.OUTPUT.componentName())
        : own;
  }

  private Pricing unpricedComponent(String missing) {
    return new Pricing.Unpriced(missing, name() + " has no price for " + missing);
  }

  private Pricing unpricedTier(ServiceTier tier) {
    return new Pricing.Unpriced("serviceTier", name() + " has no price at service tier " + tier);
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
}
