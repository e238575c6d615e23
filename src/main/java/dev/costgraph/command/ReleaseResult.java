package dev.costgraph.command;

import dev.costgraph.reservation.Reservation;
import io.smallrye.graphql.api.Union;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** The outcome of giving a hold back. */
@Union
@Description("The outcome of giving a hold back.")
public sealed interface ReleaseResult permits ReleaseResult.Released, Rejected {

  /** Nothing is held any more. */
  @Description(
      "Nothing is held any more: released now, released before, or EXPIRED, as its state says.")
  record Released(@NonNull Reservation reservation) implements ReleaseResult {}
}
