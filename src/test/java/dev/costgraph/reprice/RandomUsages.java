package dev.costgraph.reprice;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random usages that any platform may record: every measure, outcome and place, out of order, over
 * two weeks with a clock change and the end of a month. Ids that are unique across platforms are
 * made the platform's own by {@link #on}.
 *
 * @param models that may have prices
 * @param provider of these models, which not every usage names
 */
record RandomUsages(Random random, List<String> models, String provider) {

  static final Instant START = Instant.parse("2025-03-25T00:00:00Z");
  static final int SECONDS = 14 * 86_400;

  /** No price is ever known of this one, or at this tier. */
  private static final String UNKNOWN_MODEL = "nobody-knows-this";

  private static final String UNKNOWN_TIER = "FLEX";

  List<Map<String, Object>> list(int count) {
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      usages.add(usage("op-" + i));
    }
    return usages;
  }

  /** {@return a usage as one platform sends it} */
  static Map<String, Object> on(String platformId, Map<String, Object> usage) {
    Map<String, Object> sent = new HashMap<>(usage);
    for (String id : List.of("operationId", "taskId", "projectId")) {
      sent.computeIfPresent(id, (key, name) -> platformId + ":" + name);
    }
    sent.put("platformId", platformId);
    return sent;
  }

  private Map<String, Object> usage(String operationId) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", operationId);
    usage.put("agentId", one("agent-0", "agent-1", "agent-2"));
    switch (random.nextInt(6)) {
      case 0 -> {} // the platform itself
      case 1 -> usage.put("projectId", one("project-0", "project-1"));
      case 2 -> usage.put("taskId", "task-of-first-sight");
      default -> usage.put("taskId", one("task-0", "task-1", "task-2"));
    }
    maybe(usage, "userId", one("user-0", "user-1"));
    maybe(usage, "runId", one("run-0", "run-1"));
    maybe(usage, "step", one("plan", "act"));
    maybe(usage, "capability", one("search", "code"));
    maybe(usage, "tags", List.of(Map.of("key", "env", "value", one("test", "live"))));
    usage.put("kind", one("LLM_CALL", "EMBEDDING", "IMAGE"));
    usage.put("outcome", one("SUCCEEDED", "SUCCEEDED", "FAILED", "CANCELLED"));
    usage.put("timestamp", timestamp().toString());
    measure(usage);
    return usage;
  }

  private void measure(Map<String, Object> usage) {
    int measure = random.nextInt(20);
    if (measure < 2) {
      usage.put("amount", BigDecimal.valueOf(random.nextInt(2_000_000_000), 9).toPlainString());
      return;
    }
    usage.put("model", random.nextInt(15) == 0 ? UNKNOWN_MODEL : one(models));
    maybe(usage, "provider", provider);
    usage.put(
        "serviceTier",
        random.nextInt(15) == 0 ? UNKNOWN_TIER : one("STANDARD", "STANDARD", "BATCH"));
    if (measure < 5) {
      usage.put("quantity", BigDecimal.valueOf(random.nextInt(5_000), 2).toPlainString());
      usage.put("quantityUnit", RandomPrices.UNIT);
    } else if (measure < 8) {
      usage.put("providerUsage", Map.of("api", "ANTHROPIC", "json", twoModels()));
    } else {
      usage.put("tokens", tokens());
    }
  }

  private Map<String, Object> tokens() {
    Map<String, Object> tokens = new HashMap<>();
    for (String kind : RandomPrices.KINDS) {
      if (random.nextInt(3) == 0) {
        tokens.put(kind, count());
      }
    }
    return tokens;
  }

  /** Some prompts are longer than a threshold of the prices, some just as long. */
  private int count() {
    return switch (random.nextInt(8)) {
      case 0 -> RandomPrices.THRESHOLDS.get(random.nextInt(RandomPrices.THRESHOLDS.size()));
      case 1 -> random.nextInt(400_000);
      default -> random.nextInt(4_000);
    };
  }

  /** An answer for which another model gave advice: a part of the usage with a price of its own. */
  private String twoModels() {
    String counts = "\"input_tokens\":%d,\"output_tokens\":%d".formatted(count(), count());
    return """
    {%s,"iterations":[{"type":"message",%s},
    {"type":"advisor_message","model":"%s","input_tokens":%d,"output_tokens":%d}]}\
    """
        .formatted(counts, counts, one(models), count(), count());
  }

  private Instant timestamp() {
    Instant any = START.plusSeconds(random.nextInt(SECONDS));
    return switch (random.nextInt(5)) {
      case 0 -> Instant.ofEpochSecond(any.getEpochSecond() / 3_600 * 3_600);
      case 1 -> RandomPrices.CHANGE.plusSeconds(random.nextInt(3) - 1);
      default -> any.plusNanos(random.nextInt(1_000_000_000));
    };
  }

  private void maybe(Map<String, Object> usage, String key, @Nullable Object value) {
    if (value != null && random.nextBoolean()) {
      usage.put(key, value);
    }
  }

  private String one(String... values) {
    return one(List.of(values));
  }

  private String one(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
