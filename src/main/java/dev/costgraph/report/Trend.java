package dev.costgraph.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bar chart over time: a bar per interval, and behind it that of the period before.
 *
 * @param title for people who do not see it
 */
public record Trend(String title, List<Bar> bars, List<Tick> ticks, String sparkline) {

  static final int WIDTH = 720;
  static final int HEIGHT = 220;
  private static final int LEFT = 70;
  private static final int TOP = 12;
  private static final int BOTTOM = HEIGHT - 24;
  private static final int LABELS_MAX = 12;
  private static final int STEPS_MAX = 4;
  private static final String SPARKS = "▁▂▃▄▅▆▇█";

  /**
   * What one interval came to.
   *
   * @param now null where only the period before has it, such as the 31st
   * @param before of the period before; null likewise
   */
  public record Point(String label, @Nullable BigDecimal now, @Nullable BigDecimal before) {

    private BigDecimal most() {
      return orZero(now).max(orZero(before));
    }

    private String shown(Amounts amounts) {
      return label
          + (now == null ? "" : ": " + amounts.shown(now))
          + (before == null ? "" : ", before " + amounts.shown(before));
    }
  }

  /** A bar in the coordinates of the chart; before: of the period before. */
  public record Bar(
      String label,
      boolean labelled,
      String shown,
      int x,
      int width,
      int y,
      int height,
      int beforeY,
      int beforeHeight) {

    public int middle() {
      return x + width / 2;
    }
  }

  /** A line across the chart at a round amount. */
  public record Tick(String shown, int y) {}

  static Trend of(String title, List<Point> points, Amounts amounts) {
    BigDecimal most = BigDecimal.ZERO;
    for (Point point : points) {
      most = most.max(point.most());
    }
    BigDecimal step = step(most, amounts.isDivisible());
    int steps = most.divide(step, 0, RoundingMode.CEILING).max(BigDecimal.ONE).intValueExact();
    BigDecimal top = step.multiply(BigDecimal.valueOf(steps));
    int slot = (WIDTH - LEFT) / Math.max(1, points.size());
    int every = (points.size() + LABELS_MAX - 1) / LABELS_MAX;
    List<Bar> bars = new ArrayList<>();
    StringBuilder sparkline = new StringBuilder();
    for (Point point : points) {
      int height = height(orZero(point.now()), top);
      int before = height(orZero(point.before()), top);
      bars.add(
          new Bar(
              point.label(),
              bars.size() % every == 0,
              point.shown(amounts),
              LEFT + bars.size() * slot + 1,
              Math.max(1, slot - 3),
              BOTTOM - height,
              height,
              BOTTOM - before,
              before));
      int spark = height * (SPARKS.length() - 1) / Math.max(1, BOTTOM - TOP);
      sparkline.append(SPARKS.charAt(Math.clamp(spark, 0, SPARKS.length() - 1)));
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      BigDecimal at = step.multiply(BigDecimal.valueOf(i));
      ticks.add(new Tick(amounts.shown(at), BOTTOM - height(at, top)));
    }
    return new Trend(xml(title), bars, ticks, sparkline.toString());
  }

  /** {@return a text without what no XML may hold, escaped or not} */
  private static String xml(String text) {
    return text.replaceAll("[^ -\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }

  private static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  /**
   * {@return 1, 2, 2.5 or 5 times a power of ten, so that at most four of them hold the most}
   *
   * @param divisible whether it may be less than one or between two whole ones
   */
  private static BigDecimal step(BigDecimal most, boolean divisible) {
    if (most.signum() <= 0) {
      return BigDecimal.ONE;
    }
    BigDecimal exact = most.divide(BigDecimal.valueOf(STEPS_MAX), MathContext.DECIMAL64);
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(exact.precision() - exact.scale() - 1);
    for (String round : List.of("1", "2", "2.5", "5", "10")) {
      BigDecimal step = power.multiply(new BigDecimal(round));
      boolean shown = divisible || step.stripTrailingZeros().scale() <= 0;
      if (shown && step.compareTo(exact) >= 0) {
        return step;
      }
    }
    throw new IllegalStateException("ten times a power of ten is above " + exact);
  }

  private static int height(BigDecimal amount, BigDecimal top) {
    return amount
        .max(BigDecimal.ZERO)
        .multiply(BigDecimal.valueOf(BOTTOM - TOP))
        .divide(top, 0, RoundingMode.HALF_EVEN)
        .intValueExact();
  }
}
