package dev.costgraph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.eclipse.microprofile.graphql.Description;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a Relay connection lies. A cursor is the sort key of its row, made opaque: what
 * is added to a list while it is read moves no page.
 */
@Description("Where a page of a connection lies.")
public record PageInfo(
    @Description("Whether rows follow this page.") boolean hasNextPage,
    @Description("Whether rows precede this page.") boolean hasPreviousPage,
    @Description("Of the first row; null when the page is empty.") @Nullable String startCursor,
    @Description("Of the last row, for after; null when the page is empty.")
        @Nullable String endCursor) {

  /** {@return {@code first}, which is within 1 to {@link Limits#PAGE_MAX}} */
  public static int checkFirst(int first) {
    if (first < 1 || first > Limits.PAGE_MAX) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          "first",
          "first is %d, not 1 to %d".formatted(first, Limits.PAGE_MAX));
    }
    return first;
  }

  /** {@return the cursor of a row with this sort key} */
  public static String cursor(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
  }

  /** {@return the sort key of a cursor, not yet known to be one of the list's} */
  public static String key(String cursor) {
    try {
      String key = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      if (cursor(key).equals(cursor)) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw badCursor(cursor);
    }
    throw badCursor(cursor);
  }

  /** {@return what to throw for a cursor that is none of the list's} */
  public static BadRequest badCursor(String cursor) {
    String shown = cursor.length() > 40 ? cursor.substring(0, 40) + "…" : cursor;
    return new BadRequest(
        BadRequest.Code.BAD_CURSOR,
        "after",
        "after '%s' is no cursor of this list: use one of its answers".formatted(shown));
  }
}
