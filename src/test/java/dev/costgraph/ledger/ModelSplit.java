package dev.costgraph.ledger;

import dev.costgraph.ledger.LedgerModel.Part;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the tasks of {@link LedgerModel} that share a usage get, unit by unit. */
final class ModelSplit {

  private ModelSplit() {}

  static List<Part> parts(UsageInput usage) {
    List<BigInteger> weights =
        Objects.requireNonNull(usage.split()).stream()
            .map(share -> new BigDecimal(share.weight().text()).movePointRight(9).toBigInteger())
            .toList();
    TokenCountsInput tokens = usage.tokens();
    List<Long> none = weights.stream().map(weight -> 0L).toList();
    List<Long> input = tokens == null ? none : split(tokens.input(), weights);
    List<Long> output = tokens == null ? none : split(tokens.output(), weights);
    boolean priced = tokens != null && "gpt-4o".equals(usage.model());
    List<Long> prompt =
        priced ? split(LedgerModel.prompt(Objects.requireNonNull(tokens)), weights) : none;
    List<Long> completion =
        priced ? split(LedgerModel.completion(Objects.requireNonNull(tokens)), weights) : none;
    List<Long> amount =
        usage.amount() == null ? none : split(LedgerModel.nanos(usage.amount()), weights);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      parts.add(
          new Part(
              prompt.get(i) + completion.get(i) + amount.get(i),
              input.get(i) + output.get(i),
              i == 0 ? 1 : 0));
    }
    return parts;
  }

  /** Rounds down, then gives the units that are left to the largest remainders, one by one. */
  private static List<Long> split(long whole, List<BigInteger> weightsOfBillion) {
    BigInteger billion = BigInteger.valueOf(1_000_000_000);
    List<Long> parts = new ArrayList<>();
    List<BigInteger> remainders = new ArrayList<>();
    long left = whole;
    for (BigInteger weight : weightsOfBillion) {
      BigInteger[] exact = weight.multiply(BigInteger.valueOf(whole)).divideAndRemainder(billion);
      parts.add(exact[0].longValueExact());
      remainders.add(exact[1]);
      left -= exact[0].longValueExact();
    }
    for (; left > 0; left--) {
      int best = 0;
      for (int i = 1; i < parts.size(); i++) {
        best = remainders.get(i).compareTo(remainders.get(best)) > 0 ? i : best;
      }
      parts.set(best, parts.get(best) + 1);
      remainders.set(best, BigInteger.valueOf(-1));
    }
    return parts;
  }
}
