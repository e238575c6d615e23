package dev.costgraph.http;

import dev.costgraph.BadRequest;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bad requests out of the log: SmallRye prints each with its stack as an error, so a caller
 * could flood it. Their answers say all there is.
 */
@LoggingFilter(name = "expected-errors")
public final class ExpectedErrors implements Filter {

  @Override
  public boolean isLoggable(LogRecord message) {
    return !causedByBadRequest(message.getThrown());
  }

  private static boolean causedByBadRequest(@Nullable Throwable thrown) {
    return thrown instanceof BadRequest
        || (thrown != null && causedByBadRequest(thrown.getCause()));
  }
}
