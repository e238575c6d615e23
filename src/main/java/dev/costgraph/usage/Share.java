package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.TokenCounts;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a usage this is. Several tasks can share one: whatever is counted is split by their
 * weights, by largest remainder, so that the parts are whole units and their sum is the whole.
 *
 * @param number of the part, from 1
 * @param weights of all parts in units of 1e-9, each above 0; they sum to 1e9
 * @param tokens of the whole; null for an amount or a quantity, and for a usage that is not split
 * @param quantity likewise; null but for a quantity
 * @param amount likewise; null but for an amount
 */
public record Share(
    int number,
    List<Long> weights,
    @Nullable TokenCounts tokens,
    @Nullable Decimal quantity,
    @Nullable Decimal amount) {

  private static final long ONE = 1_000_000_000;

  /** All of a usage that is not split. */
  public static final Share WHOLE = new Share(1, List.of(ONE), null, null, null);

  /** No id that a caller chooses has a control character. */
  private static final char MARK = '\u001f';

  /** {@return whether the usage is not split} */
  public boolean isWhole() {
    return weights.size() == 1;
  }

  Decimal weight() {
    return Decimal.ofNanos(weights.get(number - 1));
  }

  /** {@return the id of the part's own node: the first has the operation's} */
  String nodeId(String operationId) {
    return nodeId(operationId, number);
  }

  private static String nodeId(String operationId, int number) {
    return number == 1 ? operationId : operationId + MARK + number;
  }

  /** {@return the ids of the nodes of all parts} */
  List<String> nodeIds(String operationId) {
    return IntStream.rangeClosed(1, weights.size()).mapToObj(n -> nodeId(operationId, n)).toList();
  }

  /** {@return how many calls are counted with this part: the whole's is with the first} */
  public int calls() {
    return number == 1 ? 1 : 0;
  }

  /**
   * {@return the part of a count} What is left of the whole when every part is rounded down goes,
   * one unit each, to the parts that lost most; of equals to the first.
   */
  public long of(long whole) {
    if (isWhole() || whole == 0) {
      return whole;
    }
    long mine = remainder(whole, number - 1);
    long left = whole;
    int before = 0;
    for (int i = 0; i < weights.size(); i++) {
      left -= floor(whole, i);
      long lost = remainder(whole, i);
      before += lost > mine || (lost == mine && i < number - 1) ? 1 : 0;
    }
    return floor(whole, number - 1) + (before < left ? 1 : 0);
  }

  /** {@return a part rounded down; the two halves of the whole keep the product within 63 bits} */
  private long floor(long whole, int part) {
    long weight = weights.get(part);
    return Math.floorDiv(whole, ONE) * weight
        + Math.floorDiv(Math.floorMod(whole, ONE) * weight, ONE);
  }

  /** {@return what rounding down takes from a part, in units of 1e-9} */
  private long remainder(long whole, int part) {
    return Math.floorMod(Math.floorMod(whole, ONE) * weights.get(part), ONE);
  }

  /** {@return the part of each count} */
  public @Nullable TokenCounts of(@Nullable TokenCounts whole) {
    return whole == null || isWhole() ? whole : whole.map(this::of);
  }

  /** {@return the part of an amount, in units of 1e-9} */
  public @Nullable Decimal of(@Nullable Decimal whole) {
    return whole == null || isWhole() ? whole : Decimal.ofNanos(of(whole.toNanos()));
  }

  /** {@return the part of what is booked: each of its costs is split, the total is their sum} */
  public Posting of(Posting whole) {
    if (isWhole()) {
      return whole;
    }
    long prompt = of(whole.promptNanos());
    long completion = of(whole.completionNanos());
    long rest = of(whole.totalNanos() - whole.promptNanos() - whole.completionNanos());
    OriginalCost original = whole.original();
    return new Posting(
        whole.model(),
        prompt,
        completion,
        prompt + completion + rest,
        whole.match(),
        original == null
            ? null
            : new OriginalCost(
                Decimal.ofNanos(of(original.cost().toNanos())),
                original.currency(),
                original.rate()));
  }
}
