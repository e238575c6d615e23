package dev.costgraph.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.costgraph.pricing.TokenCounts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's own counts: Converse's usage, the metrics of a stream of InvokeModel, or its headers,
 * whose names come in any case and whose counts as texts. Cache reads and writes come on top of the
 * input; reasoning is part of the output and is not counted apart.
 */
final class BedrockUsage {

  private static final String STREAM = "a stream states it in its metadata event: send that one's";

  /** Converse's names, and those of the metrics of InvokeModelWithResponseStream's last chunk. */
  private static final List<String> INPUT = List.of("inputTokens", "inputTokenCount");

  private static final List<String> OUTPUT = List.of("outputTokens", "outputTokenCount");

  /** The headers of InvokeModel's response that count tokens. */
  static final String HEADER_INPUT = "x-amzn-bedrock-input-token-count";

  static final String HEADER_OUTPUT = "x-amzn-bedrock-output-token-count";
  private static final String HEADER_PREFIX = "x-amzn-bedrock-";
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");
  private static final String HEADER_READ = "x-amzn-bedrock-cache-read-input-token-count";
  private static final String HEADER_WRITE = "x-amzn-bedrock-cache-write-input-token-count";

  private BedrockUsage() {}

  /** {@return the object with the headers' names in lower case and their texts of digits read} */
  static JsonNode withHeadersAsNumbers(JsonNode json) {
    if (!json.isObject()) {
      return json;
    }
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      JsonNode value = field.getValue();
      boolean header = name.startsWith(HEADER_PREFIX);
      boolean digits = value.isTextual() && DIGITS.matcher(value.asText()).matches();
      read.set(
          header ? name : field.getKey(),
          header && digits ? read.numberNode(Long.parseLong(value.asText())) : value);
    }
    return read;
  }

  static boolean isHeaders(UsageJson json) {
    return json.has(HEADER_INPUT) || json.has(HEADER_OUTPUT);
  }

  static void read(UsageJson json, Findings found) {
    if (isHeaders(json)) {
      headers(json, found);
    } else if (json.has(json.stated(INPUT)) || json.has(json.stated(OUTPUT))) {
      converse(json, found);
    } else {
      throw Shapes.withoutFirst(json, ProviderApi.BEDROCK_CONVERSE, "inputTokens");
    }
  }

  private static void headers(UsageJson json, Findings found) {
    long input = json.required(HEADER_INPUT, STREAM);
    long output =
        json.required(HEADER_OUTPUT, "for an embedding send the object with api EMBEDDINGS");
    long written = json.countOrZero(HEADER_WRITE);
    CacheWrites writes = CacheWrites.of(found, HEADER_WRITE, written, HEADER_WRITE, 0, 0);
    found.tokens(Findings.OWN, counts(input, output, json.countOrZero(HEADER_READ), writes));
  }

  private static void converse(UsageJson json, Findings found) {
    long input = json.required(json.stated(INPUT), STREAM);
    long output = json.required(json.stated(OUTPUT), STREAM);
    Long read = either(json, found, "cacheReadInputTokens", "cacheReadInputTokenCount");
    Long written = either(json, found, "cacheWriteInputTokens", "cacheWriteInputTokenCount");
    long fiveMinutes = 0;
    long oneHour = 0;
    for (UsageJson detail : json.list("cacheDetails")) {
      String lifetime = detail.label("ttl");
      long tokens = detail.countOrZero("inputTokens");
      fiveMinutes += "5m".equals(lifetime) ? tokens : 0;
      oneHour += "1h".equals(lifetime) ? tokens : 0;
    }
    CacheWrites writes =
        CacheWrites.of(
            found,
            "cacheWriteInputTokens",
            written == null ? fiveMinutes + oneHour : written,
            "cacheDetails",
            fiveMinutes,
            oneHour);
    TokenCounts counts = counts(input, output, read == null ? 0 : read, writes);
    found.tokens(Findings.OWN, counts);
    Totals.check(found, "totalTokens", json.count("totalTokens"), counts.getTotal());
  }

  /** {@return one count that Converse states under two names; null when it states none} */
  private static @Nullable Long either(UsageJson json, Findings found, String name, String other) {
    Long tokens = json.count(name);
    Long count = json.count(other);
    if (tokens != null && count != null && !tokens.equals(count)) {
      found.warn(
          "%s is %d, %s is %d: the former is booked, as it is the documented one"
              .formatted(name, tokens, other, count));
    }
    return tokens != null ? tokens : count;
  }

  private static TokenCounts counts(long input, long output, long read, CacheWrites writes) {
    return new TokenCounts(
        input, output, read, writes.fiveMinutes(), writes.oneHour(), 0, 0, 0, 0, 0);
  }
}
