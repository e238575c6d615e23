package dev.costgraph.command;

/**
 * Why a record is not booked. Declared in order of precedence: the first that applies is answered.
 */
public enum RejectionCode {
  /** An id is empty, too long, or has control characters. */
  INVALID_ID,
  /** A text is too long or has control characters. */
  INVALID_TEXT,
  /** Too many tags, an unusable key, or a key twice. */
  INVALID_TAG,
  /** The tasks that share a usage, or their weights, do not make up a whole. */
  INVALID_SPLIT,
  /**
   * Not exactly one of tokens, providerUsage, quantity and amount, or what one of them needs is
   * missing.
   */
  INVALID_MEASURE,
  /** A provider's usage object that cannot be read, or is not of the form of its api. */
  INVALID_PROVIDER_USAGE,
  /** A provider's usage object without a count that its form always has, as in a stream's event. */
  INCOMPLETE,
  /** A count, a quantity or an amount is below zero. */
  NEGATIVE,
  /** A decimal that cannot be read exactly. */
  INVALID_DECIMAL,
  /** The currency of an amount is no ISO 4217 code. */
  INVALID_CURRENCY,
  /** A time to live is not positive, or too long. */
  INVALID_TTL,
  /** The disk of the database is nearly full; nothing was tried. */
  DISK_LOW,
  /** The ledger's queue is full; nothing was tried. */
  OVERLOADED,
  /** Older than the usages that are kept one by one: it may be booked and folded. */
  TOO_OLD,
  /** A platform, project or task that is not known, where unknown ones are not made. */
  UNKNOWN_RESOURCE,
  /** The ids contradict what is known of each other, e.g. a task of another project. */
  CONTRADICTING_IDS,
  /** The timestamp is too far ahead, or before the year 2000. */
  TIMESTAMP_OUT_OF_RANGE,
  /** Tokens of a model without a known price were to be held on a budget of money. */
  UNPRICED,
  /** The platform's sums would pass 63 bits. */
  AMOUNT_TOO_LARGE,
  /** The platform has as many open reservations as it may have. */
  TOO_MANY_RESERVATIONS,
  /** No reservation has the id. */
  UNKNOWN_RESERVATION,
  /** The reservation has ended. */
  RESERVATION_ENDED,
  /** A longer life would reach a budget that the reservation is not held on. */
  NOT_EXTENDABLE,
  /** It is not known whether it was booked; send it again with the same id. */
  UNKNOWN,
  /** A defect of the service; it was logged. Other records are not affected. */
  INTERNAL_ERROR
}
