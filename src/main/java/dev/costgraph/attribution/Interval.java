package dev.costgraph.attribution;

import dev.costgraph.budget.Period;
import org.eclipse.microprofile.graphql.Description;

/** How long the points of a series are. */
@Description(
    "How long the points of a series are, by the calendar of its zone: a day has 23 to 25 hours, a"
        + " week begins on Monday, and an hour that a clock change cuts is two points.")
public enum Interval {
  HOUR(Period.HOUR),
  DAY(Period.DAY),
  WEEK(Period.WEEK),
  MONTH(Period.MONTH);

  private final Period period;

  Interval(Period period) {
    this.period = period;
  }

  Period period() {
    return period;
  }
}
