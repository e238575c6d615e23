package dev.costgraph.ledger;

import dev.costgraph.command.Rejected;
import dev.costgraph.command.RejectionCode;

/** Ends the decision on one command; nothing of it is written. */
final class Refused extends RuntimeException {

  private final RejectionCode code;
  private final String field;
  private final String reason;

  Refused(RejectionCode code, String field, String message) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
    this.reason = message;
  }

  Rejected rejected(String commandId) {
    return Rejected.of(commandId, code, field, reason);
  }
}
