package dev.costgraph.budget;

/**
 * What one budget counts in one period.
 *
 * @param nanos cost, in nanos of the platform's currency
 * @param tokens of every kind
 * @param heldNanos what open reservations hold
 * @param heldTokens likewise
 * @param entries usages counted, unpriced ones too
 * @param sequence the ledger's number of the last fact counted; 0 for none
 */
public record Spending(
    Period.Bounds bounds,
    long nanos,
    long tokens,
    long heldNanos,
    long heldTokens,
    long entries,
    long sequence) {

  /** {@return a period that has counted nothing yet} */
  public static Spending none(Period.Bounds bounds) {
    return new Spending(bounds, 0, 0, 0, 0, 0, 0);
  }

  /**
   * {@return with one more usage counted}
   *
   * @param calls 1; 0 for the further parts of a split one
   */
  public Spending plus(long costNanos, long tokenCount, long calls, long atSequence) {
    return new Spending(
        bounds,
        Math.addExact(nanos, costNanos),
        Math.addExact(tokens, tokenCount),
        heldNanos,
        heldTokens,
        entries + calls,
        atSequence);
  }

  /** {@return with a usage that it counts costing so much more; negative: less} */
  public Spending adjust(long moreNanos, long atSequence) {
    return new Spending(
        bounds,
        Math.addExact(nanos, moreNanos),
        tokens,
        heldNanos,
        heldTokens,
        entries,
        atSequence);
  }

  /** {@return with so much more held; negative to give it back} */
  public Spending hold(long moreNanos, long moreTokens, long atSequence) {
    return new Spending(
        bounds,
        nanos,
        tokens,
        Math.addExact(heldNanos, moreNanos),
        Math.addExact(heldTokens, moreTokens),
        entries,
        atSequence);
  }

  /** {@return what the limit of a budget with this unit is compared with} */
  public long spent(Unit unit) {
    return unit == Unit.MONEY ? nanos : tokens;
  }

  /** {@return what open reservations hold of it} */
  public long held(Unit unit) {
    return unit == Unit.MONEY ? heldNanos : heldTokens;
  }
}
