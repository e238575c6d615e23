package dev.costgraph.reservation;

import org.eclipse.microprofile.graphql.Description;

/** Where a reservation stands. It ends exactly once. */
@Description(
    "OPEN: it holds. SETTLED: a usage took its place. RELEASED: given back. EXPIRED: its time ran"
        + " out. It ends once and stays so.")
public enum ReservationState {
  OPEN,
  SETTLED,
  RELEASED,
  EXPIRED
}
