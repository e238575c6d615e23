package dev.costgraph.pricing;

import org.eclipse.microprofile.graphql.Description;

/** The speed and price class a provider served a call at. */
@Description("The speed and price class that a provider served a call at.")
public enum ServiceTier {
  STANDARD,
  BATCH,
  FLEX,
  PRIORITY
}
