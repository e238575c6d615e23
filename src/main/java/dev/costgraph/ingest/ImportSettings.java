package dev.costgraph.ingest;

import dev.costgraph.BadRequest;
import dev.costgraph.Text;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an import was asked for beside its rows.
 *
 * @param source its name: with the number of the line the id of a row that has none
 * @param zone of timestamps without offset; null: those are refused
 * @param defaults fields of rows that lack them
 */
record ImportSettings(String source, @Nullable ZoneId zone, Map<String, String> defaults) {

  /** Leaves room for the number of the line in an id of 128 characters. */
  private static final int SOURCE_LENGTH_MAX = 100;

  private static final String SOURCE_DEFAULT = "import";

  /** Fields that the query may give once for all rows. */
  private static final List<String> WITH_DEFAULT =
      List.of("platformId", "projectId", "taskId", "agentId", "model", "provider");

  /**
   * {@return the settings of a query}
   *
   * @throws BadRequest INVALID_VALUE for an unknown or repeated parameter, an unknown zone, or a
   *     source that makes no id
   */
  static ImportSettings of(MultivaluedMap<String, String> query) {
    String source = SOURCE_DEFAULT;
    ZoneId zone = null;
    Map<String, String> defaults = new HashMap<>();
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      String name = parameter.getKey();
      if (parameter.getValue().size() != 1) {
        throw bad(name, "parameter '%s' twice".formatted(Text.shown(name)));
      }
      String value = parameter.getValue().getFirst();
      if (value.isEmpty()) {
        continue;
      }
      if (name.equals("source")) {
        source = source(value);
      } else if (name.equals("zone")) {
        zone = zone(value);
      } else if (WITH_DEFAULT.contains(name)) {
        defaults.put(name, value);
      } else {
        throw bad(
            name,
            "parameter '%s' is not known; known are source, zone, %s"
                .formatted(Text.shown(name), String.join(", ", WITH_DEFAULT)));
      }
    }
    return new ImportSettings(source, zone, Map.copyOf(defaults));
  }

  private static String source(String value) {
    if (!Text.fits(value, 1, SOURCE_LENGTH_MAX)) {
      throw bad(
          "source",
          "source '%s' is not 1 to %d characters without control characters"
              .formatted(Text.shown(value), SOURCE_LENGTH_MAX));
    }
    return value;
  }

  private static ZoneId zone(String value) {
    try {
      return ZoneId.of(value);
    } catch (DateTimeException e) {
      throw bad(
          "zone",
          "zone '%s' is not an IANA zone, such as Europe/Berlin, or an offset"
              .formatted(Text.shown(value)));
    }
  }

  private static BadRequest bad(String field, String message) {
    return new BadRequest(BadRequest.Code.INVALID_VALUE, Text.shown(field), message);
  }
}
