package dev.costgraph.attribution;

import static dev.costgraph.attribution.AnsweredCosts.instant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.attribution.RecordedUsages.Sum;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers as a plain loop over the recorded usages gives them. */
final class ExpectedCosts {

  private ExpectedCosts() {}

  /** {@return the budgets that counted a usage, as the ledger said when it booked it} */
  static Set<String> budgetIds(Recorded recorded) {
    return recorded.budgets().stream()
        .map(status -> status.budget().budgetId())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Map<List<@Nullable String>, List<Recorded>> groupsOf(
      List<Dimension> groupBy, List<Recorded> recorded) {
    Map<List<@Nullable String>, List<Recorded>> groups = new LinkedHashMap<>();
    for (Recorded one : recorded) {
      List<List<@Nullable String>> keys = new ArrayList<>();
      keys.add(List.of());
      for (Dimension dimension : groupBy) {
        List<List<@Nullable String>> longer = new ArrayList<>();
        for (List<@Nullable String> key : keys) {
          for (String value : values(dimension, one)) {
            List<@Nullable String> next = new ArrayList<>(key);
            next.add(value);
            longer.add(next);
          }
        }
        keys = longer;
      }
      keys.forEach(key -> groups.computeIfAbsent(key, k -> new ArrayList<>()).add(one));
    }
    return groups;
  }

  static List<@Nullable String> values(Dimension dimension, Recorded recorded) {
    Usage usage = recorded.usage();
    if (dimension == Dimension.BUDGET && !recorded.budgets().isEmpty()) {
      return new ArrayList<>(budgetIds(recorded));
    }
    return Collections.singletonList(
        switch (dimension) {
          case PLATFORM -> usage.platformId();
          case PROJECT -> usage.projectId();
          case TASK -> usage.taskId();
          case AGENT -> usage.agentId();
          case MODEL -> usage.model();
          case PROVIDER -> usage.provider();
          case CAPABILITY -> usage.capability();
          case KIND -> usage.kind().name();
          case USER -> usage.userId();
          case RUN -> usage.runId();
          case STEP -> usage.step();
          case TAG ->
              usage.tags().stream()
                  .filter(tag -> tag.key().equals("env"))
                  .map(tag -> tag.value())
                  .findFirst()
                  .orElse(null);
          case BUDGET -> null;
        });
  }

  static List<String> expectedRows(List<Dimension> groupBy, List<Recorded> recorded) {
    long total = Sum.of(recorded).cost();
    return groupsOf(groupBy, recorded).entrySet().stream()
        .map(group -> Map.entry(group.getKey(), Sum.of(group.getValue())))
        .sorted(
            Comparator.comparing(
                    (Map.Entry<List<@Nullable String>, Sum> row) -> -row.getValue().cost())
                .thenComparing(row -> sortable(row.getKey())))
        .map(row -> row.getKey() + " " + share(row.getValue().cost(), total) + row.getValue())
        .limit(500)
        .toList();
  }

  /** {@return each usage in the point whose time has it, by group} */
  static Map<String, Sum> expectedPoints(
      List<Map<String, Object>> points, List<Dimension> groupBy, List<Recorded> recorded) {
    java.util.TreeMap<Instant, Instant> ends = new java.util.TreeMap<>();
    points.forEach(point -> ends.put(instant(point, "start"), instant(point, "end")));
    Map<Instant, List<Recorded>> byStart = new HashMap<>();
    for (Recorded one : recorded) {
      var point = Objects.requireNonNull(ends.floorEntry(one.usage().timestamp()));
      assertThat(one.usage().timestamp()).isBefore(point.getValue());
      byStart.computeIfAbsent(point.getKey(), start -> new ArrayList<>()).add(one);
    }
    Map<String, Sum> sums = new HashMap<>();
    byStart.forEach(
        (start, ofPoint) ->
            groupsOf(groupBy, ofPoint)
                .forEach((keys, group) -> sums.put(start + " " + keys, Sum.of(group))));
    return sums;
  }

  /** Null last; no key of the test has this character, and none begins another but by it. */
  static String sortable(List<@Nullable String> keys) {
    return keys.stream()
        .map(key -> key == null ? "\uffff" : key + "\u0000")
        .collect(Collectors.joining());
  }

  static @Nullable String share(long cost, long total) {
    return total == 0
        ? null
        : BigDecimal.valueOf(cost)
            .divide(BigDecimal.valueOf(total), 4, RoundingMode.HALF_EVEN)
            .add(BigDecimal.ZERO)
            .stripTrailingZeros()
            .toPlainString();
  }
}
