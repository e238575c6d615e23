package dev.costgraph.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Splitting a count by weights. */
class ShareTests {

  @Test
  void shouldGiveWhatIsLeftToTheLargestRemainders() {
    assertThat(parts(100, "0.5", "0.25", "0.25")).containsExactly(50, 25, 25);
    assertThat(parts(10, "0.35", "0.33", "0.32")).containsExactly(4, 3, 3);
    assertThat(parts(10, "0.26", "0.37", "0.37")).containsExactly(2, 4, 4);
    assertThat(parts(1, "0.2", "0.5", "0.3")).containsExactly(0, 1, 0);
  }

  @Test
  void shouldGiveToTheFirstOfEquals() {
    assertThat(parts(1, "0.5", "0.5")).containsExactly(1, 0);
    assertThat(parts(5, "0.25", "0.25", "0.25", "0.25")).containsExactly(2, 1, 1, 1);
  }

  @Test
  void shouldSplitTheLargestSumThereIs() {
    assertThat(parts(Long.MAX_VALUE, "0.000000001", "0.999999999"))
        .containsExactly(9_223_372_037L, Long.MAX_VALUE - 9_223_372_037L);
  }

  @Test
  void shouldSplitLessThanNothing() {
    assertThat(parts(-10, "0.35", "0.65")).containsExactly(-3, -7);
    assertThat(parts(-1, "0.2", "0.8")).containsExactly(0, -1);
  }

  @Test
  void shouldLeaveAWholeAsItIs() {
    assertThat(Share.WHOLE.of(7)).isEqualTo(7);
    assertThat(Share.WHOLE.of(new Decimal("1.50"))).isEqualTo(new Decimal("1.50"));
  }

  /** No part is a whole unit off its exact share, none is negative, and nothing is lost. */
  @Test
  void shouldSumToTheWhole() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      List<Decimal> weights = weights(random);
      long whole = random.nextLong(random.nextBoolean() ? 100 : Long.MAX_VALUE);
      long[] parts = parts(whole, weights);

      assertThat(LongStream.of(parts).sum()).as("seed %d: %s", seed, weights).isEqualTo(whole);
      for (int i = 0; i < parts.length; i++) {
        BigDecimal exact = weights.get(i).toBigDecimal().multiply(BigDecimal.valueOf(whole));
        BigDecimal off = exact.subtract(BigDecimal.valueOf(parts[i])).abs();
        assertThat(parts[i]).as("seed %d", seed).isNotNegative();
        assertThat(off).as("seed %d: %s", seed, weights).isLessThan(BigDecimal.ONE);
      }
    }
  }

  private static List<Decimal> weights(Random random) {
    int billion = 1_000_000_000;
    List<Integer> cuts = new ArrayList<>(List.of(0, billion));
    int parts = 2 + random.nextInt(19);
    while (cuts.size() < parts + 1) {
      int cut = 1 + random.nextInt(billion - 1);
      if (!cuts.contains(cut)) {
        cuts.add(cut);
      }
    }
    Collections.sort(cuts);
    return IntStream.range(0, parts)
        .mapToObj(i -> Decimal.ofNanos(cuts.get(i + 1) - cuts.get(i)))
        .toList();
  }

  private static long[] parts(long whole, String... weights) {
    return parts(whole, List.of(weights).stream().map(Decimal::new).toList());
  }

  private static long[] parts(long whole, List<Decimal> weights) {
    List<Long> nanos = weights.stream().map(Decimal::toNanos).toList();
    return IntStream.rangeClosed(1, weights.size())
        .mapToLong(number -> new Share(number, nanos, null, null, null).of(whole))
        .toArray();
  }
}
