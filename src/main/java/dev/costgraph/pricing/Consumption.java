package dev.costgraph.pricing;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one usage is billed for.
 *
 * @param parts the tokens of each model that worked on it, its own first; none for a quantity alone
 * @param quantities what is billed per unit and not per token, each unit once, at the prices of the
 *     usage's own model
 */
public record Consumption(List<Part> parts, List<Quantity> quantities) {

  /**
   * The tokens of one model.
   *
   * @param model the provider's name of it; null: the model of the usage
   */
  public record Part(@Nullable String model, TokenCounts tokens) {

    /** {@return the part in one text, e.g. {@code gpt-4o: input 12, cacheRead 3}} */
    public String text() {
      return TokenKind.ALL.stream()
          .filter(kind -> kind.countOf(tokens) != 0)
          .map(kind -> kind.componentName() + ' ' + kind.countOf(tokens))
          .collect(Collectors.joining(", ", model + ": ", ""));
    }

    /** {@return the part that {@link #text} gave} */
    public static Part parse(String text) {
      int split = text.lastIndexOf(": ");
      Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);
      for (String count : List.of(text.substring(split + 2).split(", "))) {
        int space = count.indexOf(' ');
        TokenKind kind = space < 0 ? null : TokenKind.named(count.substring(0, space));
        if (kind != null) {
          counts.put(kind, Long.valueOf(count.substring(space + 1)));
        }
      }
      return new Part(text.substring(0, split), TokenKind.counts(counts));
    }
  }

  /**
   * Something other than tokens.
   *
   * @param unit one of it, e.g. {@code page}
   */
  public record Quantity(String unit, BigDecimal count) {

    public Quantity(String unit, long count) {
      this(unit, BigDecimal.valueOf(count));
    }

    /** {@return the quantity in one text, e.g. {@code page 2.5}} */
    public String text() {
      return unit + ' ' + count.toPlainString();
    }

    /** {@return the quantity that {@link #text} gave} */
    public static Quantity parse(String text) {
      int split = text.lastIndexOf(' ');
      return new Quantity(text.substring(0, split), new BigDecimal(text.substring(split + 1)));
    }
  }

  public Consumption {
    parts = List.copyOf(parts);
    quantities = List.copyOf(quantities);
  }

  /** {@return tokens of the usage's own model} */
  public static Consumption of(TokenCounts tokens) {
    return new Consumption(List.of(new Part(null, tokens)), List.of());
  }

  /** {@return a quantity at the usage's own model} */
  public static Consumption of(BigDecimal count, String unit) {
    return new Consumption(List.of(), List.of(new Quantity(unit, count)));
  }

  /** {@return the tokens of all models together} */
  public TokenCounts tokens() {
    return parts.stream().map(Part::tokens).reduce(TokenCounts.NONE, TokenCounts::plus);
  }
}
