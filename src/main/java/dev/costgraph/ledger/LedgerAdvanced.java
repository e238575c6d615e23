package dev.costgraph.ledger;

/** A transaction of this process was committed; fired after the commit. */
public record LedgerAdvanced(String platformId) {}
