package dev.costgraph.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.budget.Unit;
import dev.costgraph.report.Trend.Bar;
import dev.costgraph.report.Trend.Point;
import dev.costgraph.report.Trend.Tick;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the bars of a chart are. */
class TrendTests {

  private static final Amounts MONEY = new Amounts(Unit.MONEY, "USD");

  @Test
  void shouldDrawInProportionUnderRoundTicks() {
    Trend trend = Trend.of("t", points("0", "3.7", "7.4"), MONEY);

    assertThat(trend.ticks())
        .extracting(Tick::shown)
        .containsExactly("0.00", "2.00", "4.00", "6.00", "8.00");
    List<Integer> heights = trend.bars().stream().map(Bar::height).toList();
    assertThat(heights.get(0)).isZero();
    assertThat(heights.get(2)).isEqualTo(heights.get(1) * 2).isLessThanOrEqualTo(184);
    assertThat(trend.bars()).allMatch(bar -> bar.y() + bar.height() == 196);
    assertThat(trend.sparkline()).hasSize(3).startsWith("▁");
  }

  @Test
  void shouldShowThePeriodBeforeToo() {
    Trend trend =
        Trend.of("t", List.of(new Point("1", BigDecimal.ONE, BigDecimal.valueOf(4))), MONEY);

    assertThat(trend.bars().getFirst().beforeHeight())
        .isEqualTo(trend.bars().getFirst().height() * 4);
    assertThat(trend.bars().getFirst().shown()).isEqualTo("1: 1.00, before 4.00");
  }

  @Test
  void shouldShowWhatOnlyOneOfThemHas() {
    Trend trend =
        Trend.of(
            "t",
            List.of(new Point("30", BigDecimal.ONE, null), new Point("31", null, BigDecimal.TWO)),
            MONEY);

    assertThat(trend.bars()).extracting(Bar::shown).containsExactly("30: 1.00", "31, before 2.00");
    assertThat(trend.bars()).extracting(Bar::height).containsExactly(92, 0);
    assertThat(trend.bars()).extracting(Bar::beforeHeight).containsExactly(0, 184);
  }

  @Test
  void shouldTickWholeTokens() {
    Amounts tokens = new Amounts(Unit.TOKENS, "USD");

    assertThat(Trend.of("t", points("10"), tokens).ticks())
        .extracting(Tick::shown)
        .containsExactly("0", "5", "10");
    assertThat(Trend.of("t", points("1"), tokens).ticks())
        .extracting(Tick::shown)
        .containsExactly("0", "1");
    assertThat(Trend.of("t", points("100"), tokens).ticks())
        .extracting(Tick::shown)
        .containsExactly("0", "25", "50", "75", "100");
  }

  @Test
  void shouldHaveATitleThatXmlMayHold() {
    assertThat(Trend.of("a\uFFFF\u0001é😀\uFFFD", List.of(), MONEY).title())
        .isEqualTo("a\uFFFD\uFFFDé😀\uFFFD");
  }

  @Test
  void shouldHoldNothingAndLessThanNothing() {
    assertThat(Trend.of("t", List.of(), MONEY).bars()).isEmpty();
    assertThat(Trend.of("t", points("0", "0"), MONEY).bars()).allMatch(bar -> bar.height() == 0);
    assertThat(Trend.of("t", points("-2", "1"), MONEY).bars().getFirst().height()).isZero();
  }

  @Test
  void shouldStayWithinThePicture() {
    for (int bars : new int[] {1, 7, 24, 25, 31}) {
      for (String most : List.of("0.000000001", "0.0123", "99.99", "100", "123456789.5")) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < bars; i++) {
          points.add(new Point("d" + i, new BigDecimal(most), BigDecimal.ZERO));
        }
        Trend trend = Trend.of("t", points, MONEY);
        assertThat(trend.bars())
            .allMatch(bar -> bar.x() + bar.width() <= Trend.WIDTH && bar.height() <= 184)
            .allMatch(bar -> bar.height() > 184 * 2 / 5);
        assertThat(trend.bars().stream().filter(Bar::labelled).count()).isBetween(1L, 12L);
      }
    }
  }

  private static List<Point> points(String... amounts) {
    List<Point> points = new ArrayList<>();
    for (String amount : amounts) {
      points.add(new Point("d" + points.size(), new BigDecimal(amount), BigDecimal.ZERO));
    }
    return points;
  }
}
