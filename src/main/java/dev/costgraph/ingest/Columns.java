package dev.costgraph.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names of a usage's fields in files: those of the API, token counts by their names. */
final class Columns {

  static final List<String> TEXTS =
      List.of(
          "operationId",
          "agentId",
          "taskId",
          "projectId",
          "platformId",
          "userId",
          "runId",
          "parentRunId",
          "step",
          "capability",
          "kind",
          "model",
          "provider",
          "serviceTier",
          "quantity",
          "quantityUnit",
          "amount",
          "currency",
          "timestamp",
          "outcome");

  static final List<String> TOKENS =
      List.of(
          "input",
          "output",
          "cacheRead",
          "cacheWrite5m",
          "cacheWrite1h",
          "reasoning",
          "audioInput",
          "audioOutput",
          "imageInput",
          "imageOutput");

  /** What the name of a tag's column starts with; the key follows. */
  static final String TAG_PREFIX = "tag.";

  /** What the name of a column with the weight of a task that shares it starts with. */
  static final String SPLIT_PREFIX = "split.";

  private static final Set<String> TEXT_SET = Set.copyOf(TEXTS);
  private static final Set<String> TOKEN_SET = Set.copyOf(TOKENS);

  private Columns() {}

  static boolean isToken(String name) {
    return TOKEN_SET.contains(name);
  }

  static boolean isKnown(String name) {
    return TEXT_SET.contains(name)
        || TOKEN_SET.contains(name)
        || isPrefixed(name, TAG_PREFIX)
        || isPrefixed(name, SPLIT_PREFIX);
  }

  private static boolean isPrefixed(String name, String prefix) {
    return name.startsWith(prefix) && name.length() > prefix.length();
  }

  /** {@return the names for people} */
  static String known() {
    List<String> names = new ArrayList<>(TEXTS);
    names.addAll(TOKENS);
    names.add(TAG_PREFIX + "KEY");
    names.add(SPLIT_PREFIX + "TASK_ID");
    return String.join(", ", names);
  }
}
