package dev.costgraph.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Text;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.TagInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What an export was asked for, by the parameters of its address.
 *
 * @param options other parameters than those of the filter, as given; {@code format} too
 * @param after the row to go on after; null: from the start
 * @param fingerprint of the export and its filter: the same for the same rows
 */
record ExportRequest(
    String table,
    CostFilter filter,
    Map<String, String> options,
    @Nullable ExportCursor after,
    String fingerprint) {

  /** Parameters that hold one value; the others of the filter are lists. */
  private static final List<String> SINGLE = List.of("from", "to", "budgetId", "unpriced");

  /** The parameters of a filter that cost cells can answer. */
  static final List<String> CELL_FILTER =
      List.of(
          "from",
          "to",
          "platformIds",
          "projectIds",
          "taskIds",
          "agentIds",
          "models",
          "providers",
          "capabilities",
          "kinds",
          "budgetId");

  /** All parameters of a filter. */
  static final List<String> FILTER =
      List.of(
          "from",
          "to",
          "platformIds",
          "projectIds",
          "taskIds",
          "agentIds",
          "userIds",
          "runIds",
          "models",
          "providers",
          "capabilities",
          "kinds",
          "outcomes",
          "tags",
          "budgetId",
          "unpriced");

  /** Parameters of every export. */
  private static final List<String> OF_ALL = List.of("format", "after");

  /**
   * {@return the request of a query}
   *
   * @param filters the parameters of the filter that the export takes
   * @param options the other ones, beside {@code format} and {@code after}, each with what it is
   *     where it is not given; "": nothing
   * @throws BadRequest INVALID_VALUE for a parameter that is not known, empty, twice where it holds
   *     one value, or not of its form; OUT_OF_RANGE for a list that is too long; BAD_CURSOR
   */
  static ExportRequest of(
      String table,
      List<String> filters,
      Map<String, String> options,
      MultivaluedMap<String, String> query) {
    List<String> known = new ArrayList<>(filters);
    known.addAll(new TreeSet<>(options.keySet()));
    known.addAll(OF_ALL);
    Map<String, List<String>> lists = new TreeMap<>();
    Map<String, String> singles = new TreeMap<>();
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      String name = parameter.getKey();
      if (!known.contains(name)) {
        throw bad(name, unknown(table, name, known));
      }
      if (parameter.getValue().stream().anyMatch(String::isEmpty)) {
        throw bad(name, "%s is empty: leave it out for any".formatted(name));
      }
      if (filters.contains(name) && !SINGLE.contains(name)) {
        lists.put(name, values(name, parameter.getValue()));
      } else if (parameter.getValue().size() == 1) {
        singles.put(name, parameter.getValue().getFirst());
      } else {
        throw bad(name, "%s is given twice: give it once".formatted(name));
      }
    }
    CostFilter filter = filter(lists, singles);
    options.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            singles.putIfAbsent(name, value);
          }
        });
    Map<String, String> rest = new HashMap<>(singles);
    rest.keySet().removeAll(filters);
    String after = rest.remove("after");
    singles.remove("after");
    singles.remove("format");
    String fingerprint = fingerprint(table + singles + lists);
    return new ExportRequest(
        table,
        filter,
        Map.copyOf(rest),
        after == null ? null : ExportCursor.of(after, fingerprint),
        fingerprint);
  }

  /** {@return an option that is one of a few; the first of them when it is not given} */
  String option(String name, String... values) {
    String value = options.getOrDefault(name, values[0]);
    if (!List.of(values).contains(value)) {
      throw bad(
          name,
          "%s '%s' is not one of %s".formatted(name, Text.shown(value), String.join(", ", values)));
    }
    return value;
  }

  /** {@return an option that is a time; null when it is not given} */
  @Nullable Instant time(String name) {
    return time(options, name);
  }

  ExportCursor cursor(String platformId, long until, Instant at, Object key) {
    return new ExportCursor(fingerprint, platformId, until, at, key.toString());
  }

  private static String unknown(String table, String name, List<String> known) {
    String message =
        "parameter '%s' is not known; known are %s"
            .formatted(Text.shown(name), String.join(", ", known));
    return FILTER.contains(name) && !known.contains("tags") && known.contains("models")
        ? message + ". Cost cells do not know " + name + ": take /export/usage"
        : message + " at /export/" + table;
  }

  /** An id may be given in one parameter with others, separated by commas; a tag may not. */
  private static List<String> values(String name, List<String> given) {
    List<String> values =
        name.equals("tags")
            ? given
            : given.stream().flatMap(value -> Arrays.stream(value.split(",", -1))).toList();
    if (values.stream().anyMatch(String::isEmpty)) {
      throw bad(name, "%s has an empty value: leave out the comma".formatted(name));
    }
    return values;
  }

  private static CostFilter filter(Map<String, List<String>> lists, Map<String, String> singles) {
    CostFilter filter =
        new CostFilter(
            time(singles, "from"),
            time(singles, "to"),
            lists.get("platformIds"),
            lists.get("projectIds"),
            lists.get("taskIds"),
            lists.get("agentIds"),
            lists.get("userIds"),
            lists.get("runIds"),
            lists.get("models"),
            lists.get("providers"),
            lists.get("capabilities"),
            each(lists, "kinds", value -> constant("kinds", UsageKind.values(), value)),
            each(lists, "outcomes", value -> constant("outcomes", UsageOutcome.values(), value)),
            each(lists, "tags", ExportRequest::tag),
            singles.get("budgetId"),
            truth(singles.get("unpriced")));
    try {
      return CostFilter.check(filter);
    } catch (BadRequest e) {
      throw ofParameters(e);
    }
  }

  /** {@return an error of a filter with the names that the parameters have} */
  static BadRequest ofParameters(BadRequest e) {
    return new BadRequest(
        e.code(),
        e.field() == null ? null : plain(e.field()),
        plain(String.valueOf(e.getMessage())));
  }

  private static String plain(String text) {
    return text.replace("filter.", "");
  }

  private static <T> @Nullable List<T> each(
      Map<String, List<String>> lists, String name, Function<String, T> reading) {
    List<String> values = lists.get(name);
    return values == null ? null : values.stream().map(reading).toList();
  }

  private static <E extends Enum<E>> E constant(String name, E[] constants, String value) {
    for (E constant : constants) {
      if (constant.name().equals(value)) {
        return constant;
      }
    }
    throw bad(
        name, "%s '%s' is not one of %s".formatted(name, Text.shown(value), List.of(constants)));
  }

  private static TagInput tag(String text) {
    int split = text.indexOf('=');
    if (split < 1) {
      throw bad("tags", "tags '%s' is not key=value".formatted(Text.shown(text)));
    }
    return new TagInput(text.substring(0, split), text.substring(split + 1));
  }

  private static @Nullable Boolean truth(@Nullable String text) {
    return switch (text) {
      case null -> null;
      case "true" -> true;
      case "false" -> false;
      default ->
          throw bad("unpriced", "unpriced '%s' is not true or false".formatted(Text.shown(text)));
    };
  }

  private static @Nullable Instant time(Map<String, String> values, String name) {
    String text = values.get(name);
    if (text == null) {
      return null;
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw bad(
          name,
          ("%s '%s' is not a day such as 2026-11-01, which begins in UTC, or a time such as"
                  + " 2026-11-01T00:00:00Z")
              .formatted(name, Text.shown(text)));
    }
  }

  /**
   * Guards against a mistake, not against malice: a cursor opens nothing that a filter does not.
   */
  private static String fingerprint(String content) {
    CRC32C sum = new CRC32C();
    sum.update(content.getBytes(UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  static BadRequest bad(String field, String message) {
    return new BadRequest(Code.INVALID_VALUE, Text.shown(field), message);
  }
}
