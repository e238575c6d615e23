package dev.costgraph.export;

import dev.costgraph.BadRequest;
import dev.costgraph.PageInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * The place of a row in an export, with all that is needed to go on after it as if the export had
 * not broken off.
 *
 * @param request which export with which filter it is of
 * @param platformId of the row; "" where the order is not by platform
 * @param until the ledger's number that all rows of the platform are as of; 0 for none
 * @param at the row's time
 * @param key tells rows of one time apart
 */
record ExportCursor(String request, String platformId, long until, Instant at, String key) {

  private static final String SEPARATOR = "\n"; // no id holds one
  private static final int PARTS = 5;

  String text() {
    return PageInfo.cursor(
        String.join(SEPARATOR, request, platformId, Long.toString(until), at.toString(), key));
  }

  /**
   * {@return the cursor that {@link #text} gave}
   *
   * @param request that the row has to be of
   * @throws BadRequest BAD_CURSOR for anything else
   */
  static ExportCursor of(String text, String request) {
    List<String> parts = List.of(PageInfo.key(text).split(SEPARATOR, -1));
    if (parts.size() != PARTS) {
      throw PageInfo.badCursor(text);
    }
    ExportCursor cursor;
    try {
      cursor =
          new ExportCursor(
              parts.get(0),
              parts.get(1),
              Long.parseLong(parts.get(2)),
              Instant.parse(parts.get(3)),
              parts.get(4));
    } catch (NumberFormatException | DateTimeException e) {
      throw PageInfo.badCursor(text);
    }
    if (!cursor.request.equals(request)) {
      throw new BadRequest(
          BadRequest.Code.BAD_CURSOR,
          "after",
          "after is of another export or other parameters: send those that the export began with");
    }
    return cursor;
  }

  /**
   * {@return the row's time}
   *
   * @param from no row is before it
   * @throws BadRequest BAD_CURSOR
   */
  Instant atOrAfter(Instant from) {
    if (at.isBefore(from)) {
      throw PageInfo.badCursor(text());
    }
    return at;
  }

  /** {@return the key as a number} */
  long number() {
    try {
      return Long.parseLong(key);
    } catch (NumberFormatException e) {
      throw PageInfo.badCursor(text());
    }
  }
}
