package dev.costgraph.ingest;

import dev.costgraph.Text;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.usage.ShareInput;
import dev.costgraph.usage.TagInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of one line, and what they mean as a usage. The ledger checks what they say. */
record UsageRow(long line, Map<String, String> fields, ImportSettings settings) {

  /**
   * {@return the usage}
   *
   * @throws BadLine when a field cannot be read or a needed one is absent
   */
  UsageInput usage() {
    String operationId = text("operationId");
    String agentId = text("agentId");
    if (agentId == null) {
      throw new BadLine(
          BadLine.Code.MISSING_FIELD,
          "agentId",
          "agentId is missing; give it in the line or once for all as ?agentId=");
    }
    return new UsageInput(
        operationId == null ? settings.source() + ":" + line : operationId,
        agentId,
        place("taskId"),
        place("projectId"),
        text("platformId"),
        text("userId"),
        text("runId"),
        text("parentRunId"),
        text("step"),
        text("capability"),
        constant("kind", UsageKind.class, UsageKind.LLM_CALL),
        model(),
        text("provider"),
        constant("serviceTier", ServiceTier.class, ServiceTier.STANDARD),
        tokens(),
        null,
        decimal("quantity"),
        text("quantityUnit"),
        decimal("amount"),
        text("currency"),
        timestamp(),
        constant("outcome", UsageOutcome.class, UsageOutcome.SUCCEEDED),
        tags(),
        split());
  }

  private @Nullable String text(String name) {
    String text = fields.get(name);
    return text == null ? settings.defaults().get(name) : text;
  }

  /** The place for all is not that of a usage that several tasks share. */
  private @Nullable String place(String name) {
    boolean shared = fields.keySet().stream().anyMatch(f -> f.startsWith(Columns.SPLIT_PREFIX));
    return shared ? fields.get(name) : text(name);
  }

  /** The model for all is not that of an amount: a tool call has none. */
  private @Nullable String model() {
    return fields.containsKey("amount") ? fields.get("model") : text("model");
  }

  private @Nullable Decimal decimal(String name) {
    String text = fields.get(name);
    return text == null ? null : new Decimal(text.strip());
  }

  private @Nullable Instant timestamp() {
    String text = fields.get("timestamp");
    return text == null ? null : Timestamps.read(text, settings.zone());
  }

  private @Nullable TokenCountsInput tokens() {
    if (Columns.TOKENS.stream().noneMatch(fields::containsKey)) {
      return null;
    }
    return new TokenCountsInput(
        count("input"),
        count("output"),
        count("cacheRead"),
        count("cacheWrite5m"),
        count("cacheWrite1h"),
        count("reasoning"),
        count("audioInput"),
        count("audioOutput"),
        count("imageInput"),
        count("imageOutput"));
  }

  private int count(String name) {
    String text = fields.get(name);
    if (text == null) {
      return 0;
    }
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new BadLine(
          BadLine.Code.INVALID_NUMBER,
          name,
          "%s '%s' is not a whole number of at most %d"
              .formatted(name, Text.shown(text), Integer.MAX_VALUE));
    }
  }

  private <E extends Enum<E>> E constant(String name, Class<E> type, E absent) {
    String text = fields.get(name);
    if (text == null) {
      return absent;
    }
    try {
      return Enum.valueOf(type, text.strip());
    } catch (IllegalArgumentException e) {
      throw new BadLine(
          BadLine.Code.INVALID_VALUE,
          name,
          "%s '%s' is none of %s"
              .formatted(
                  name,
                  Text.shown(text),
                  Arrays.stream(type.getEnumConstants())
                      .map(Enum::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  private @Nullable List<TagInput> tags() {
    return prefixed(Columns.TAG_PREFIX, TagInput::new);
  }

  private @Nullable List<ShareInput> split() {
    return prefixed(
        Columns.SPLIT_PREFIX, (taskId, weight) -> new ShareInput(taskId, new Decimal(weight)));
  }

  /** By what follows the prefix, so that the same row is the same content. */
  private <T> @Nullable List<T> prefixed(String prefix, BiFunction<String, String, T> making) {
    List<T> all =
        fields.entrySet().stream()
            .filter(field -> field.getKey().startsWith(prefix))
            .sorted(Map.Entry.comparingByKey())
            .map(field -> making.apply(field.getKey().substring(prefix.length()), field.getValue()))
            .toList();
    return all.isEmpty() ? null : all;
  }
}
