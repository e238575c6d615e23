package dev.costgraph.report;

import dev.costgraph.budget.Period;

/** What a report is of, by the calendar of the budget's zone. */
enum ReportPeriod {
  DAY(Period.DAY, Period.HOUR, "Daily", "d MMMM uuuu", "HH:mm"),
  WEEK(Period.WEEK, Period.DAY, "Weekly", "d MMMM uuuu", "EEE d"),
  MONTH(Period.MONTH, Period.DAY, "Monthly", "MMMM uuuu", "d");

  private final Period period;
  private final Period interval;
  private final String adjective;
  private final String titlePattern;
  private final String barPattern;

  ReportPeriod(
      Period period, Period interval, String adjective, String titlePattern, String barPattern) {
    this.period = period;
    this.interval = interval;
    this.adjective = adjective;
    this.titlePattern = titlePattern;
    this.barPattern = barPattern;
  }

  Period period() {
    return period;
  }

  /** {@return how long one bar of its trend is} */
  Period interval() {
    return interval;
  }

  String adjective() {
    return adjective;
  }

  /**
   * {@return how its first day is written, as {@link java.time.format.DateTimeFormatter} has it}
   */
  String titlePattern() {
    return titlePattern;
  }

  /** {@return how the start of a bar is written, likewise} */
  String barPattern() {
    return barPattern;
  }
}
