package dev.costgraph.usage;

import dev.costgraph.Limits;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.Decimal.UnreadableDecimal;
import dev.costgraph.usage.RecordUsageResult.Rejected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of a usage without the ledger: its form. */
public final class UsageBounds {

  private static final Pattern TAG_KEY = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");

  private final UsageInput usage;
  private @Nullable Rejected found;

  private UsageBounds(UsageInput usage) {
    this.usage = usage;
  }

  /**
   * {@return the first thing wrong in the order of {@link RejectionCode}; null when all is well}
   */
  public static @Nullable Rejected check(UsageInput usage) {
    UsageBounds bounds = new UsageBounds(usage);
    bounds.ids();
    bounds.texts();
    bounds.tags();
    bounds.measure();
    return bounds.found;
  }

  private void ids() {
    id("operationId", usage.operationId());
    id("agentId", usage.agentId());
    optionalId("taskId", usage.taskId());
    optionalId("projectId", usage.projectId());
    optionalId("platformId", usage.platformId());
    optionalId("userId", usage.userId());
    optionalId("runId", usage.runId());
    optionalId("parentRunId", usage.parentRunId());
    if (usage.parentRunId() != null && usage.runId() == null) {
      reject(RejectionCode.INVALID_ID, "parentRunId", "parentRunId needs a runId that it spawned");
    }
  }

  private void texts() {
    text("step", usage.step());
    text("capability", usage.capability());
    text("model", usage.model());
    text("provider", usage.provider());
    text("quantityUnit", usage.quantityUnit());
  }

  private void tags() {
    List<TagInput> tags = usage.tags() == null ? List.of() : usage.tags();
    if (tags.size() > Limits.TAGS_MAX) {
      reject(
          RejectionCode.INVALID_TAG,
          "tags",
          "%d tags, at most %d".formatted(tags.size(), Limits.TAGS_MAX));
    }
    Set<String> keys = new HashSet<>();
    for (@Nullable TagInput tag : tags) {
      if (tag == null) {
        reject(RejectionCode.INVALID_TAG, "tags", "a tag is null");
        continue;
      }
      if (!TAG_KEY.matcher(tag.key()).matches()) {
        reject(
            RejectionCode.INVALID_TAG,
            "tags.key",
            "tag key '%s' is not 1 to 64 letters, digits and _ . : / -"
                .formatted(shown(tag.key())));
      } else if (!keys.add(tag.key())) {
        reject(RejectionCode.INVALID_TAG, "tags.key", "tag key '%s' twice".formatted(tag.key()));
      }
      if (!fits(tag.value(), 0, Limits.TEXT_LENGTH_MAX)) {
        reject(
            RejectionCode.INVALID_TAG,
            "tags.value",
            "value of tag '%s' is over %d characters or has control characters"
                .formatted(shown(tag.key()), Limits.TEXT_LENGTH_MAX));
      }
    }
  }

  private void measure() {
    List<String> given = new ArrayList<>();
    if (usage.tokens() != null) {
      given.add("tokens");
    }
    if (usage.quantity() != null) {
      given.add("quantity");
    }
    if (usage.amount() != null) {
      given.add("amount");
    }
    if (given.size() != 1) {
      reject(
          RejectionCode.INVALID_MEASURE,
          given.isEmpty() ? "tokens" : given.getLast(),
          "give one of tokens, quantity and amount; given: "
              + (given.isEmpty() ? "none" : String.join(", ", given)));
    }
    if (usage.tokens() != null) {
      tokens(usage.tokens());
    }
    if (usage.quantity() != null && usage.quantityUnit() == null) {
      reject(
          RejectionCode.INVALID_MEASURE,
          "quantityUnit",
          "a quantity needs its quantityUnit, e.g. request, image, second");
    }
    decimal("quantity", usage.quantity());
    decimal("amount", usage.amount());
  }

  private void tokens(TokenCountsInput tokens) {
    if (usage.model() == null) {
      reject(RejectionCode.INVALID_MEASURE, "model", "tokens need the model that used them");
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

  private void decimal(String field, @Nullable Decimal value) {
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
          "%s '%s' %s".formatted(field, shown(value.text()), e.getMessage()));
    }
  }

  private void id(String field, String value) {
    if (!fits(value, 1, Limits.ID_LENGTH_MAX)) {
      reject(
          RejectionCode.INVALID_ID,
          field,
          "%s '%s' is not 1 to %d characters without control characters"
              .formatted(field, shown(value), Limits.ID_LENGTH_MAX));
    }
  }

  private void optionalId(String field, @Nullable String value) {
    if (value != null) {
      id(field, value);
    }
  }

  private void text(String field, @Nullable String value) {
    if (value != null && !fits(value, 1, Limits.TEXT_LENGTH_MAX)) {
      reject(
          RejectionCode.INVALID_TEXT,
          field,
          "%s '%s' is not 1 to %d characters without control characters"
              .formatted(field, shown(value), Limits.TEXT_LENGTH_MAX));
    }
  }

  /** {@return whether a text has such a length, no control characters and no half of a pair} */
  public static boolean fits(String value, int lengthMin, int lengthMax) {
    return value.length() >= lengthMin
        && value.length() <= lengthMax
        && value
            .codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  /** {@return what of a bad value an answer shows: its first 40 characters, controls as a dot} */
  public static String shown(String value) {
    String start = value.length() > 40 ? value.substring(0, 40) + "…" : value;
    return start.replaceAll("\\p{Cntrl}", "·");
  }

  private void reject(RejectionCode code, String field, String message) {
    if (found == null || code.compareTo(RejectionCode.valueOf(found.code())) < 0) {
      found = Rejected.of(usage.operationId(), code, field, message);
    }
  }
}
