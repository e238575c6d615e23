package dev.costgraph.ledger;

import org.eclipse.microprofile.graphql.Description;

/** What happened in a ledger. */
@Description("What happened in a ledger.")
public enum LedgerEventType {
  COST_RECORDED,
  COST_ADJUSTED,
  BUDGET_WARNING,
  BUDGET_EXCEEDED,
  BUDGET_EDITED,
  RESERVATION_OPENED,
  RESERVATION_EXTENDED,
  RESERVATION_ENDED,
  RESERVATION_DENIED
}
