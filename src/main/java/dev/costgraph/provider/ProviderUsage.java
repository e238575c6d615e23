package dev.costgraph.provider;

import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a provider's usage object. */
public sealed interface ProviderUsage {

  /**
   * The object, taken apart.
   *
   * @param parts what each model used: the usage's own model first, then others that worked inside
   *     the same response; at least one, each model once
   * @param quantities what is billed per request and not per token, each unit once, by their names,
   *     none zero
   * @param serviceTier the tier that the object states; null: it states none that is known
   * @param statedCost what the provider says that it charges, beside the counts; null: nothing
   * @param warnings where the object does not add up or leaves something open, with the numbers and
   *     what is booked
   */
  record Counted(
      List<Part> parts,
      List<Quantity> quantities,
      @Nullable ServiceTier serviceTier,
      @Nullable StatedCost statedCost,
      List<String> warnings)
      implements ProviderUsage {

    /**
     * @throws IllegalArgumentException when there is no part
     */
    public Counted {
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a usage has a part");
      }
      parts = List.copyOf(parts);
      quantities = List.copyOf(quantities);
      warnings = List.copyOf(warnings);
    }

    /** {@return what is billed} */
    public Consumption consumption() {
      return new Consumption(parts, quantities);
    }

    /** {@return the counts of all models together} */
    public TokenCounts tokens() {
      return consumption().tokens();
    }
  }

  /**
   * The object cannot be booked; nothing of it is.
   *
   * @param path the field in the JSON, e.g. {@code iterations[1].output_tokens}; {@code $} is the
   *     object itself
   * @param message names the field, its value and the way out
   */
  record Refused(Reason reason, String path, String message) implements ProviderUsage {}

  /** Why an object is refused: the first that is met while it is read. */
  enum Reason {
    /** More characters than {@link dev.costgraph.Limits#PROVIDER_USAGE_CHARS_MAX}. */
    JSON_TOO_LARGE,
    /** Not JSON, a key twice, nested too deeply, or a number with too many digits. */
    UNREADABLE_JSON,
    /** Not an object, not of the form of the api, or a field of another type than its form has. */
    WRONG_SHAPE,
    /** A count that the form always has is missing, as in an event of a stream. It is not zero. */
    INCOMPLETE,
    /** A count or a cost is below zero. */
    NEGATIVE,
    /** A count that is not a whole number. */
    NOT_AN_INTEGER,
    /** A count above {@link dev.costgraph.Limits#TOKENS_MAX}, or a cost beyond 63 bits of nanos. */
    TOO_LARGE
  }

  /**
   * What the provider says that it charges, exact, as its JSON has it.
   *
   * @param amount what the provider of the object charges
   * @param currency ISO 4217
   * @param upstreamAmount what another provider bills on top, with the caller's own key there;
   *     null: nothing, or it is not stated
   */
  record StatedCost(BigDecimal amount, String currency, @Nullable BigDecimal upstreamAmount) {}
}
