package dev.costgraph.usage;

import org.eclipse.microprofile.graphql.Description;

/** Why a cost entry was written. */
@Description("Why a cost entry was written. CHARGE: for the usage itself.")
public enum EntryKind {
  CHARGE
}
