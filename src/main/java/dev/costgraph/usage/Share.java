package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.TokenCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a usage this is. Several tasks can share one: whatever is counted is split by their
 * weights, by largest remainder, so that the parts are whole units and their sum is the whole.
 *
 * @param number of the part, from 1
 * @param weights of all parts, each above 0; they sum to 1
 * @param tokens of the whole; null for an amount or a quantity, and for a usage that is not split
 * @param quantity likewise; null but for a quantity
 * @param amount likewise; null but for an amount
 */
public record Share(
    int number,
    List<Decimal> weights,
    @Nullable TokenCounts tokens,
    @Nullable Decimal quantity,
    @Nullable Decimal amount) {

  /** All of a usage that is not split. */
  public static final Share WHOLE = new Share(1, List.of(Decimal.ofWhole(1)), null, null, null);

  /** No id that a caller chooses has a control character. */
  private static final char MARK = '\u001f';

  /** {@return whether the usage is not split} */
  public boolean isWhole() {
    return weights.size() == 1;
  }

  Decimal weight() {
    return weights.get(number - 1);
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
    List<BigDecimal> exact = new ArrayList<>();
    long left = whole;
    for (Decimal weight : weights) {
      BigDecimal part = weight.toBigDecimal().multiply(BigDecimal.valueOf(whole));
      exact.add(part);
      left -= floor(part).longValueExact();
    }
    BigDecimal mine = exact.get(number - 1);
    int rank =
        IntStream.range(0, exact.size())
            .boxed()
            .sorted(Comparator.comparing(i -> floor(exact.get(i)).subtract(exact.get(i))))
            .toList()
            .indexOf(number - 1);
    return floor(mine).longValueExact() + (rank < left ? 1 : 0);
  }

  private static BigDecimal floor(BigDecimal value) {
    return value.setScale(0, RoundingMode.FLOOR);
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
