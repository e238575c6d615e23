package dev.costgraph.report;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.budget.Unit;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a report writes what a budget counts: rounded for reading, and exact beside it.
 *
 * @param unit of the budget
 * @param currency of its platform
 */
record Amounts(Unit unit, String currency) {

  private static final int DIGITS = 3;

  /** {@return what a budget of this unit counts of some usages} */
  BigDecimal of(CostTotals totals) {
    return unit == Unit.MONEY
        ? totals.getCost().toBigDecimal()
        : BigDecimal.valueOf(totals.tokens().getTotal());
  }

  /** {@return an amount: two decimals, or three digits where these would all be zero} */
  Cell cell(BigDecimal amount) {
    return cell(amount, unit);
  }

  Cell cell(Decimal amount) {
    return cell(amount.toBigDecimal(), unit);
  }

  /** {@return an amount of money, whatever the budget counts} */
  Cell money(BigDecimal amount) {
    return cell(amount, Unit.MONEY);
  }

  private static Cell cell(BigDecimal amount, Unit unit) {
    return Cell.number(shown(amount, unit), Decimal.of(amount).text());
  }

  String shown(BigDecimal amount) {
    return shown(amount, unit);
  }

  private static String shown(BigDecimal amount, Unit unit) {
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    if (unit == Unit.TOKENS) {
      return format.format(amount);
    }
    BigDecimal cent = new BigDecimal("0.10");
    if (amount.signum() != 0 && amount.abs().compareTo(cent) < 0) {
      return amount.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)).toPlainString();
    }
    format.setMinimumFractionDigits(2);
    format.setMaximumFractionDigits(2);
    return format.format(amount);
  }

  /** {@return the same in nanos or tokens, by which rows are ordered and have a share} */
  long size(CostTotals totals) {
    return unit == Unit.MONEY ? totals.costNanos() : totals.tokens().getTotal();
  }

  /**
   * {@return how much more, in percent; {@code new} where there was nothing before}
   *
   * @param before null where there is nothing to compare with
   */
  static String change(BigDecimal now, @Nullable BigDecimal before) {
    if (before == null) {
      return "";
    }
    if (before.signum() == 0) {
      return now.signum() == 0 ? "" : "new";
    }
    BigDecimal percent =
        now.subtract(before).movePointRight(2).divide(before.abs(), 0, RoundingMode.HALF_EVEN);
    return (percent.signum() > 0 ? "+" : "") + percent.toPlainString() + " %";
  }

  /** {@return a fraction in percent with a decimal; nothing for null} */
  static String percent(@Nullable Decimal fraction) {
    return fraction == null
        ? ""
        : fraction.toBigDecimal().movePointRight(2).setScale(1, RoundingMode.HALF_EVEN) + " %";
  }

  /** {@return whether parts of one are shown} */
  boolean isDivisible() {
    return unit == Unit.MONEY;
  }

  /** {@return the unit as a report's title names it} */
  String unitName() {
    return unit == Unit.MONEY ? currency : "tokens";
  }
}
