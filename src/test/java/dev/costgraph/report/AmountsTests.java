package dev.costgraph.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.budget.Unit;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How reports write amounts. */
class AmountsTests {

  private static final Amounts MONEY = new Amounts(Unit.MONEY, "USD");
  private static final Amounts TOKENS = new Amounts(Unit.TOKENS, "USD");

  @Test
  void shouldRoundForReadingAndKeepAllDigits() {
    assertThat(money("1234567.125").text()).isEqualTo("1,234,567.12");
    assertThat(money("1234567.125").exact()).isEqualTo("1234567.125");
    assertThat(money("0.1").text()).isEqualTo("0.10");
    assertThat(money("0").text()).isEqualTo("0.00");
    assertThat(money("-3.456").text()).isEqualTo("-3.46");
  }

  @Test
  void shouldNotRoundASmallAmountAway() {
    assertThat(money("0.000001234").text()).isEqualTo("0.00000123");
    assertThat(money("0.0999").text()).isEqualTo("0.0999");
    assertThat(money("-0.000000001").text()).isEqualTo("-0.000000001");
  }

  @Test
  void shouldWriteTokensWhole() {
    assertThat(TOKENS.shown(new BigDecimal("25000000"))).isEqualTo("25,000,000");
    assertThat(TOKENS.unitName()).isEqualTo("tokens");
  }

  @Test
  void shouldSayHowMuchMore() {
    assertThat(change("3", "2")).isEqualTo("+50 %");
    assertThat(change("1", "3")).isEqualTo("-67 %");
    assertThat(change("2", "2")).isEqualTo("0 %");
    assertThat(change("1", "0")).isEqualTo("new");
    assertThat(change("0", "0")).isEmpty();
    assertThat(change("1", "-1")).isEqualTo("+200 %");
    assertThat(Amounts.change(BigDecimal.ONE, null)).as("nothing to compare with").isEmpty();
  }

  @Test
  void shouldWriteFractionsInPercent() {
    assertThat(Amounts.percent(new Decimal("0.1234"))).isEqualTo("12.3 %");
    assertThat(Amounts.percent(new Decimal("2"))).isEqualTo("200.0 %");
    assertThat(Amounts.percent(null)).isEmpty();
  }

  /** Wherever it runs, a report is in English. */
  @Test
  void shouldWriteNumbersAlikeInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Cell.count(1_234_567).text()).isEqualTo("1,234,567");
      assertThat(money("1234.5").text()).isEqualTo("1,234.50");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void shouldLetNoTextBecomeALinkInMarkdown() {
    assertThat(Markdown.text("https://evil.example/a FTP://x"))
        .isEqualTo("https\\://evil.example/a FTP\\://x");
    assertThat(Markdown.text("www.evil.example WWW.x a@b.example"))
        .isEqualTo("www\\.evil.example WWW\\.x a\\@b.example");
    assertThat(Markdown.text("gpt-4.1 sample:task 08:00:00"))
        .isEqualTo("gpt-4.1 sample:task 08:00:00");
  }

  @Test
  void shouldLeaveTextsTextsInMarkdown() {
    assertThat(Markdown.text("a|b*c_<script>[x](y)\nz&amp;"))
        .isEqualTo("a\\|b\\*c\\_\\<script\\>\\[x\\](y) z\\&amp;");
  }

  private static Cell money(String amount) {
    return MONEY.cell(new BigDecimal(amount));
  }

  private static String change(String now, String before) {
    return Amounts.change(new BigDecimal(now), new BigDecimal(before));
  }
}
