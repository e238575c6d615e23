package dev.costgraph.budget;

import org.eclipse.microprofile.graphql.Description;

/** What a limit does to reservations. Usage is always booked. */
@Description(
    "What a limit does to reservations. HARD: one that does not fit is denied. SOFT: it is admitted"
        + " with a warning. TRACK: it is only measured. What was used is always booked.")
public enum Enforcement {
  HARD,
  SOFT,
  TRACK
}
