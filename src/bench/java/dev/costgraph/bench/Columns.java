package dev.costgraph.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.neo4j.driver.Record;

/**
 * What a columnar copy of all usages in the heap would be: filled once from the graph, scanned for
 * each question. Only what one question of agents and models needs.
 */
final class Columns {

  private static final String USAGES =
      """
      MATCH (usage:Usage)-[:INCURRED]->(entry:CostEntry)
      WHERE usage.platform_id = $platformId
      RETURN usage.timestamp AS at, usage.agent_id AS agent, usage.model_id AS model,
             usage.total_tokens AS tokens, entry.total_cost_nanos AS nanos
      """;

  private final Map<String, Integer> agents = new HashMap<>();
  private final Map<String, Integer> models = new HashMap<>();
  private long[] seconds = new long[1 << 16];
  private long[] nanos = new long[1 << 16];
  private int[] tokens = new int[1 << 16];
  private byte[] agent = new byte[1 << 16];
  private byte[] model = new byte[1 << 16];
  private int size;

  /** Copies the usages of a platform. */
  static Columns of(Bare bare, String platformId) {
    Columns columns = new Columns();
    bare.database().read(USAGES, Map.of("platformId", platformId), columns::add);
    return columns;
  }

  private void add(Record row) {
    if (size == seconds.length) {
      seconds = Arrays.copyOf(seconds, size * 2);
      nanos = Arrays.copyOf(nanos, size * 2);
      tokens = Arrays.copyOf(tokens, size * 2);
      agent = Arrays.copyOf(agent, size * 2);
      model = Arrays.copyOf(model, size * 2);
    }
    seconds[size] = row.get("at").asZonedDateTime().toEpochSecond();
    nanos[size] = row.get("nanos").asLong();
    tokens[size] = row.get("tokens").asInt();
    agent[size] = number(agents, row.get("agent").asString());
    model[size] = number(models, row.get("model").asString());
    size++;
  }

  private static byte number(Map<String, Integer> numbers, String text) {
    return numbers.computeIfAbsent(text, key -> numbers.size()).byteValue();
  }

  /** {@return bytes of the columns as far as they are filled} */
  long bytes() {
    return size * (8L + 8 + 4 + 1 + 1);
  }

  int size() {
    return size;
  }

  /** {@return cost in nanos by agent and model} */
  long[] sum(Instant from, Instant to) {
    long start = from.atOffset(ZoneOffset.UTC).toEpochSecond();
    long end = to.atOffset(ZoneOffset.UTC).toEpochSecond();
    int width = models.size();
    long[] sums = new long[agents.size() * width];
    for (int i = 0; i < size; i++) {
      if (seconds[i] >= start && seconds[i] < end) {
        sums[agent[i] * width + model[i]] += nanos[i];
      }
    }
    return sums;
  }
}
