package dev.costgraph.pricing;

/** The speed and price class a provider served a call at. */
public enum ServiceTier {
  STANDARD,
  BATCH,
  FLEX,
  PRIORITY
}
