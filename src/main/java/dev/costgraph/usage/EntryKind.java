package dev.costgraph.usage;

/** Why a cost entry was written. */
public enum EntryKind {
  CHARGE
}
