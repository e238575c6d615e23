package dev.costgraph.pricing;

import java.util.List;

/** What pricing a usage came to: its cost, or what is missing to know it. */
public sealed interface Pricing {

  /**
   * The whole cost is known.
   *
   * @param promptNanos the sum of the components of the prompt
   * @param completionNanos the sum of the components of the completion
   * @param components what was consumed, each rounded once; nothing that was not consumed. Those of
   *     tokens are part of prompt or completion, that of a quantity of neither
   */
  record Cost(long promptNanos, long completionNanos, List<CostComponent> components)
      implements Pricing {

    public Cost {
      components = List.copyOf(components);
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
   * @param missing the component, e.g. {@code cacheRead}, or {@code serviceTier} or {@code
   *     upToPromptTokens}
   * @param message for people, with model and provider
   */
  record Unpriced(String missing, String message) implements Pricing {}
}
