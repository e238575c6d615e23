package dev.costgraph.platform;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** A tenant and the unit of locking: one currency, one reporting zone, one ledger. */
@Description("A tenant: one currency, one reporting zone, one ledger. No budget spans two.")
public record Platform(
    @Id @NonNull String platformId,
    @NonNull String name,
    @NonNull @Description("ISO 4217, fixed at creation") String currency,
    @NonNull @Description("IANA zone, fixed at creation: days and hours of costs") String zone,
    @NonNull UnknownResources unknownResources) {

  /** Takes the costs that name no platform. */
  public static final String DEFAULT_ID = "default";

  /** {@return a platform as it is made when a usage names it first} */
  public static Platform onFirstSight(String platformId) {
    return new Platform(platformId, platformId, "USD", "UTC", UnknownResources.CREATE);
  }
}
