package dev.costgraph.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

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

  /** What one interval came to. */
  public record Point(String label, BigDecimal now, BigDecimal before) {}

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
      most = most.max(point.now()).max(point.before());
    }
    BigDecimal step = step(most);
    int steps = most.divide(step, 0, RoundingMode.CEILING).max(BigDecimal.ONE).intValueExact();
    BigDecimal top = step.multiply(BigDecimal.valueOf(steps));
    int slot = (WIDTH - LEFT) / Math.max(1, points.size());
    int every = (points.size() + LABELS_MAX - 1) / LABELS_MAX;
    List<Bar> bars = new ArrayList<>();
    StringBuilder sparkline = new StringBuilder();
    for (Point point : points) {
      int height = height(point.now(), top);
      int before = height(point.before(), top);
      bars.add(
          new Bar(
              point.label(),
              bars.size() % every == 0,
              "%s: %s, before %s"
                  .formatted(
                      point.label(), amounts.shown(point.now()), amounts.shown(point.before())),
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
    return new Trend(title, bars, ticks, sparkline.toString());
  }

  /** {@return 1, 2, 2.5 or 5 times a power of ten, so that at most four of them hold the most} */
  private static BigDecimal step(BigDecimal most) {
    if (most.signum() <= 0) {
      return BigDecimal.ONE;
    }
    BigDecimal exact = most.divide(BigDecimal.valueOf(STEPS_MAX), MathContext.DECIMAL64);
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(exact.precision() - exact.scale() - 1);
    for (String round : List.of("1", "2", "2.5", "5", "10")) {
      BigDecimal step = power.multiply(new BigDecimal(round));
      if (step.compareTo(exact) >= 0) {
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
