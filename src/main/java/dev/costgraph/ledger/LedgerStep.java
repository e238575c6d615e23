package dev.costgraph.ledger;

/** What one transaction does between the lock and the commit. */
@FunctionalInterface
public interface LedgerStep<T> {

  /** {@return what the transaction is for; what it throws undoes the transaction} */
  T run(LockedLedger ledger, LedgerGraph graph);
}
