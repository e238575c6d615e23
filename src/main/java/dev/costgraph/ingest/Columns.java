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

  private static final Set<String> TEXT_SET = Set.copyOf(TEXTS);
  private static final Set<String> TOKEN_SET = Set.copyOf(TOKENS);

  private Columns() {}

  static boolean isToken(String name) {
    return TOKEN_SET.contains(name);
  }

  static boolean isKnown(String name) {
    return TEXT_SET.contains(name)
        || TOKEN_SET.contains(name)
        || (name.startsWith(TAG_PREFIX) && name.length() > TAG_PREFIX.length());
  }

  /** {@return the names for people} */
  static String known() {
    List<String> names = new ArrayList<>(TEXTS);
    names.addAll(TOKENS);
    names.add(TAG_PREFIX + "KEY");
    return String.join(", ", names);
  }
}
