package dev.costgraph.pricing;

import java.util.ArrayList;
import java.util.List;

/** What pricing a usage came to: its cost, or what is missing to know it. */
public sealed interface Pricing {

  /**
   * The whole cost is known.
   *
   * @param promptNanos the sum of the components of the prompt
   * @param completionNanos the sum of the components of the completion
   * @param components what was consumed, each rounded once; nothing that was not consumed. Those of
   *     tokens are part of prompt or completion, that of a quantity of neither. A kind that lies on
   *     both sides of a threshold has a line for each
   */
  record Cost(long promptNanos, long completionNanos, List<CostComponent> components)
      implements Pricing {

    public Cost {
      components = List.copyOf(components);
    }

    /**
     * {@return both together}
     *
     * @throws ArithmeticException when a sum does not fit 63 bits of nanos
     */
    Cost plus(Cost other) {
      List<CostComponent> all = new ArrayList<>(components);
      all.addAll(other.components);
      return new Cost(
          Math.addExact(promptNanos, other.promptNanos),
          Math.addExact(completionNanos, other.completionNanos),
          all);
    }

    /**
     * {@return the sum of the components}
     *
     * @throws ArithmeticException when it does not fit 63 bits of nanos
     */
    public long totalNanos() {
      long total = 0;
      for (CostComponent component : components) {
        total = Math.addExact(total, component.costNanos());
      }
      return total;
    }
  }

  /**
   * A price that this usage needs is not known. It is never taken for zero and never guessed: no
   * part of the usage is priced.
   *
   * @param missing the component, e.g. {@code cacheRead}, or {@code serviceTier}, {@code
   *     upToPromptTokens}, or {@code aboveTokens}: the tier has no price for so long a prompt
   * @param message for people, with model and provider
   */
  record Unpriced(String missing, String message) implements Pricing {}
}
