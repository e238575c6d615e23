package dev.costgraph;

import io.smallrye.graphql.api.ErrorCode;

/**
 * A request that cannot be answered whatever the state of the ledger: one exception per cause. The
 * whole request fails; the message and {@code extensions.code} reach the caller.
 */
public abstract sealed class BadRequest extends RuntimeException {

  private BadRequest(String message) {
    super(message);
  }

  /** {@code after} is not a cursor that this field gave out. */
  @ErrorCode("BAD_CURSOR")
  public static final class BadCursor extends BadRequest {
    public BadCursor(String cursor) {
      super("after is not a cursor of this list: " + cursor);
    }
  }

  /** {@code first} is outside 1 to {@link PageInfo#FIRST_MAX}. */
  @ErrorCode("FIRST_OUT_OF_RANGE")
  public static final class FirstOutOfRange extends BadRequest {
    public FirstOutOfRange(int first) {
      super("first is " + first + ", outside 1 to " + PageInfo.FIRST_MAX);
    }
  }
}
