package dev.costgraph.provider;

import org.jspecify.annotations.Nullable;

/** The total that a provider states, against the counts. */
final class Totals {

  private Totals() {}

  /** Warns when the provider's total is not what is booked. */
  static void check(Findings found, String path, @Nullable Long stated, long counted) {
    if (stated != null && stated != counted) {
      found.warn(
          ("%s is %d, the counts add up to %d: the counts are booked, for nothing says"
                  + " what kind of tokens the difference of %d is")
              .formatted(path, stated, counted, Math.abs(stated - counted)));
    }
  }

  /**
   * Whether the reasoning tokens are part of the completion. The provider's rule says so, unless
   * its own total adds up the other way only.
   *
   * @param insideByRule what the provider publishes
   * @param without the sum of the counts without the reasoning
   */
  static boolean isReasoningInside(
      Findings found,
      boolean insideByRule,
      String path,
      long reasoning,
      @Nullable Long stated,
      long without) {
    if (reasoning == 0 || stated == null) {
      return insideByRule;
    }
    boolean insideByTotal = stated == without;
    boolean outsideByTotal = stated == without + reasoning;
    if (insideByTotal == outsideByTotal || insideByTotal == insideByRule) {
      return insideByRule;
    }
    found.warn(
        (insideByTotal
                ? "the total %d is the sum of the other counts without %s %d: these are booked as"
                    + " part of the completion, though by the api's form they come on top"
                : "the total %d is the sum of the other counts with %s %d: these are booked on top"
                    + " of the completion, though by the api's form they are part of it")
            .formatted(stated, path, reasoning));
    return insideByTotal;
  }
}
