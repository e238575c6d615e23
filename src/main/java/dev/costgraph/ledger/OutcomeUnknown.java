package dev.costgraph.ledger;

import org.neo4j.driver.exceptions.Neo4jException;

/** The database does not say whether a transaction happened. */
final class OutcomeUnknown extends RuntimeException {

  OutcomeUnknown(Neo4jException cause) {
    super(cause);
  }
}
