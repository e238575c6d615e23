package dev.costgraph.attribution;

import dev.costgraph.attribution.RecordedUsages.Sum;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers of the API as values that can be compared. */
final class AnsweredCosts {

  private AnsweredCosts() {}

  static String line(Map<String, Object> row) {
    return row.get("keys") + " " + row.get("share") + sum(totals(row));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> totals(Map<String, Object> row) {
    return (Map<String, Object>) Objects.requireNonNull(row.get("totals"));
  }

  static Sum sum(Map<String, Object> totals) {
    Map<?, ?> tokens = (Map<?, ?>) Objects.requireNonNull(totals.get("tokens"));
    List<Long> counts = new ArrayList<>();
    for (String name :
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
            "imageOutput",
            "total")) {
      counts.add(number(tokens.get(name)));
    }
    return new Sum(
        nanos(totals.get("cost")),
        nanos(totals.get("failedCost")),
        number(totals.get("calls")),
        number(totals.get("failedCalls")),
        number(totals.get("unpricedCalls")),
        counts);
  }

  static long number(@Nullable Object value) {
    return Long.parseLong(String.valueOf(value));
  }

  static long nanos(@Nullable Object decimal) {
    return new BigDecimal(String.valueOf(decimal)).movePointRight(9).longValueExact();
  }

  static Instant instant(Map<String, Object> point, String field) {
    return Instant.parse(String.valueOf(point.get(field)));
  }

  static Map<String, Sum> nonZero(List<Map<String, Object>> points) {
    Map<String, Sum> sums = new HashMap<>();
    for (Map<String, Object> point : points) {
      Sum sum = sum(totals(point));
      if (sum.calls() > 0) {
        sums.put(point.get("start") + " " + point.get("keys"), sum);
      }
    }
    return sums;
  }
}
