package dev.costgraph;

import org.jspecify.annotations.Nullable;

/** A request that cannot be taken as it stands; the caller reads code, field and message. */
public final class BadRequest extends RuntimeException {

  /** What is wrong. The answer's {@code extensions.code} is the name. */
  public enum Code {
    /** A list or page is too long, or not a positive number. */
    OUT_OF_RANGE,
    /** A cursor that this service did not give out. */
    BAD_CURSOR,
    /** A value that cannot be read or does not fit the others. */
    INVALID_VALUE,
    /** An id that is not known. */
    NOT_FOUND,
    /** A price that the answer needs is not known; it is never guessed. */
    UNPRICED,
    /** The id is in use with other content. */
    ALREADY_EXISTS,
    /** What is fixed at creation was to be changed. */
    FIXED_AT_CREATION,
    /** The ids contradict what is known of each other. */
    CONTRADICTING_IDS,
    /** A budget would be above itself. */
    CYCLE,
    /** The tree would be too deep, or a path too long. */
    TREE_TOO_LARGE,
    /** The budget has open children or reservations. */
    NOT_CLOSABLE,
    /** The platforms asked for have different currencies. */
    MIXED_CURRENCIES,
    /** The question would read too much; narrow its time range or its filter. */
    NARROW_THE_RANGE,
    /** The usages that the answer needs are folded into sums; ask for what is kept one by one. */
    FOLDED,
    /** The events that come after the number are not all kept. */
    EVENTS_GONE,
    /** The query took too long and was ended; the message says how to ask for less. */
    QUERY_TIMEOUT,
    /** A free statement does more than read the graph. */
    NOT_ALLOWED,
    /** One row is too large to be answered. */
    RESULT_TOO_LARGE,
    /** As many of that kind run as may at once: nothing was tried, send it again. */
    OVERLOADED,
    /** The disk of the database is nearly full: nothing was tried, reads go on. */
    DISK_LOW,
    /** The database does not answer for too long. */
    UNAVAILABLE,
    /** It is not known whether it happened; look, then try again. */
    UNKNOWN
  }

  private final Code code;
  private final @Nullable String field;
  private final @Nullable Place place;

  /** Where in a text it is wrong, both from 1. */
  public record Place(int line, int column) {}

  public BadRequest(Code code, @Nullable String field, String message) {
    this(code, field, message, null);
  }

  /**
   * @param place in the text that {@code field} holds; null where it is not known or no text
   */
  public BadRequest(Code code, @Nullable String field, String message, @Nullable Place place) {
    super(message);
    this.code = code;
    this.field = field;
    this.place = place;
  }

  public Code code() {
    return code;
  }

  public @Nullable String field() {
    return field;
  }

  public @Nullable Place place() {
    return place;
  }
}
