package dev.costgraph.command;

import dev.costgraph.Limits;
import dev.costgraph.Text;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.Decimal.UnreadableDecimal;
import dev.costgraph.usage.TokenCountsInput;
import org.jspecify.annotations.Nullable;

/** Keeps the first thing wrong with a command, in the order of {@link RejectionCode}. */
final class Bounds {

  private final String commandId;
  private @Nullable Rejected found;

  Bounds(String commandId) {
    this.commandId = commandId;
  }

  /** {@return what is wrong; null when all is well} */
  @Nullable Rejected found() {
    return found;
  }

  void reject(RejectionCode code, String field, String message) {
    if (found == null || code.compareTo(RejectionCode.valueOf(found.code())) < 0) {
      found = Rejected.of(commandId, code, field, message);
    }
  }

  void id(String field, String value) {
    if (!Text.fits(value, 1, Limits.ID_LENGTH_MAX)) {
      reject(
          RejectionCode.INVALID_ID,
          field,
          "%s '%s' is not 1 to %d characters without control characters"
              .formatted(field, Text.shown(value), Limits.ID_LENGTH_MAX));
    }
  }

  void optionalId(String field, @Nullable String value) {
    if (value != null) {
      id(field, value);
    }
  }

  void text(String field, @Nullable String value) {
    if (value != null && !Text.fits(value, 1, Limits.TEXT_LENGTH_MAX)) {
      reject(
          RejectionCode.INVALID_TEXT,
          field,
          "%s '%s' is not 1 to %d characters without control characters"
              .formatted(field, Text.shown(value), Limits.TEXT_LENGTH_MAX));
    }
  }

  void tokens(@Nullable TokenCountsInput tokens, @Nullable String model) {
    if (tokens == null) {
      return;
    }
    if (model == null) {
      reject(RejectionCode.INVALID_MEASURE, "model", "tokens need the model that uses them");
    }
    count("tokens.input", tokens.input());
    count("tokens.output", tokens.output());
    count("tokens.cacheRead", tokens.cacheRead());
    count("tokens.cacheWrite5m", tokens.cacheWrite5m());
    count("tokens.cacheWrite1h", tokens.cacheWrite1h());
    count("tokens.reasoning", tokens.reasoning());
    count("tokens.audioInput", tokens.audioInput());
    count("tokens.audioOutput", tokens.audioOutput());
    count("tokens.imageInput", tokens.imageInput());
    count("tokens.imageOutput", tokens.imageOutput());
  }

  private void count(String field, int value) {
    if (value < 0) {
      reject(RejectionCode.NEGATIVE, field, "%s is %d, below zero".formatted(field, value));
    }
  }

  void decimal(String field, @Nullable Decimal value) {
    if (value == null) {
      return;
    }
    try {
      if (value.toNanos() < 0) {
        reject(
            RejectionCode.NEGATIVE, field, "%s '%s' is below zero".formatted(field, value.text()));
      }
    } catch (UnreadableDecimal e) {
      reject(
          RejectionCode.INVALID_DECIMAL,
          field,
          "%s '%s' %s".formatted(field, Text.shown(value.text()), e.getMessage()));
    }
  }

  void timeToLive(int seconds) {
    if (seconds < 1 || seconds > Limits.TTL_SECONDS_MAX) {
      reject(
          RejectionCode.INVALID_TTL,
          "ttlSeconds",
          "ttlSeconds is %d, not 1 to %d".formatted(seconds, Limits.TTL_SECONDS_MAX));
    }
  }
}
