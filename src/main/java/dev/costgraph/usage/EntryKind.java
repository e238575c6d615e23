package dev.costgraph.usage;

import org.eclipse.microprofile.graphql.Description;

/** Why a cost entry was written. */
@Description(
    "Why a cost entry was written. CHARGE: for the usage itself. ADJUSTMENT: what it costs more or"
        + " less by a price that came later.")
public enum EntryKind {
  CHARGE,
  ADJUSTMENT
}
