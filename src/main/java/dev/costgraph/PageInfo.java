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

  /** The longest page. */
  public static final int FIRST_MAX = 500;

  /** {@return {@code first}, which is within 1 to {@link #FIRST_MAX}} */
  public static int checkFirst(int first) {
    if (first < 1 || first > FIRST_MAX) {
      throw new BadRequest.FirstOutOfRange(first);
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
      throw new BadRequest.BadCursor(cursor);
    }
    throw new BadRequest.BadCursor(cursor);
  }
}
