package dev.costgraph.ingest;

import org.jspecify.annotations.Nullable;

/** A line that is no usage. The others of the import are not affected. */
final class BadLine extends RuntimeException {

  /** What is wrong with a line, beside what the ledger rejects. */
  enum Code {
    /** The line has more bytes than an import takes. */
    LINE_TOO_LONG,
    /** The line is not UTF-8. */
    INVALID_ENCODING,
    /** A quote is not closed on its line, or something follows a closing quote. */
    INVALID_CSV,
    /** The line has more or fewer columns than the header. */
    COLUMN_COUNT,
    /** The line is not one JSON object. */
    INVALID_JSON,
    /** A field that a usage does not have. */
    UNKNOWN_FIELD,
    /** A field that a usage needs is not there. */
    MISSING_FIELD,
    /** A field twice, or one that has not the form it should have. */
    INVALID_VALUE,
    /** A token count that is not a whole number of at most 2,147,483,647. */
    INVALID_NUMBER,
    /** A timestamp that is not ISO-8601, or has no offset while no zone is given. */
    INVALID_TIMESTAMP,
    /** The operationId is booked with other content. */
    CONFLICT
  }

  private final Code code;
  private final @Nullable String field;

  BadLine(Code code, @Nullable String field, String message) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
  }

  Code code() {
    return code;
  }

  @Nullable String field() {
    return field;
  }
}
