package dev.costgraph.attribution;

import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A filter as it is sent, and what it means in plain Java. */
final class RandomFilter {

  final Map<String, Object> sent = new HashMap<>();
  private Predicate<Recorded> meaning = recorded -> true;

  private RandomFilter() {}

  boolean matches(Recorded recorded) {
    return meaning.test(recorded);
  }

  /**
   * {@return a filter with some fields given, each with a chance}
   *
   * @param all values are taken from these, so that they match something
   */
  static RandomFilter of(Random random, RecordedUsages usages, List<Recorded> all) {
    RandomFilter filter = new RandomFilter();
    List<String> platforms = all.stream().map(r -> r.usage().platformId()).distinct().toList();
    filter.any(
        "platformIds",
        random.nextBoolean() ? platforms : some(random, platforms),
        u -> u.platformId());
    for (Field field : FIELDS) {
      if (random.nextInt(10) == 0) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          String value = field.value.apply(all.get(random.nextInt(all.size())).usage());
          values.add(value == null ? "nobody" : value);
        }
        filter.any(field.name, values, field.value);
      }
    }
    if (random.nextInt(10) == 0) {
      filter.and("tags", List.of(Map.of("key", "env", "value", "a=b")), r -> tag(r, "env=a=b"));
    }
    if (random.nextInt(10) == 0) {
      boolean unpriced = random.nextBoolean();
      filter.and("unpriced", unpriced, r -> (r.usage().cost() == null) == unpriced);
    }
    if (random.nextInt(4) == 0) {
      var budgets = all.get(random.nextInt(all.size())).budgets();
      if (!budgets.isEmpty()) {
        String budgetId = budgets.get(random.nextInt(budgets.size())).budget().budgetId();
        filter.and("budgetId", budgetId, r -> ExpectedCosts.budgetIds(r).contains(budgetId));
      }
    }
    filter.times(random, usages);
    return filter;
  }

  private record Field(String name, Function<Usage, @Nullable String> value) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("projectIds", Usage::projectId),
          new Field("taskIds", Usage::taskId),
          new Field("agentIds", Usage::agentId),
          new Field("userIds", Usage::userId),
          new Field("runIds", Usage::runId),
          new Field("models", Usage::model),
          new Field("providers", Usage::provider),
          new Field("capabilities", Usage::capability),
          new Field("kinds", usage -> usage.kind().name()),
          new Field("outcomes", usage -> usage.outcome().name()));

  private void times(Random random, RecordedUsages usages) {
    Instant one = usages.instant();
    Instant other = usages.instant();
    Instant from = one.isBefore(other) ? one : other;
    Instant to = one.isBefore(other) ? other : one.plusNanos(1);
    if (random.nextInt(3) != 0) {
      and("from", from.toString(), r -> !r.usage().timestamp().isBefore(from));
    }
    if (random.nextInt(3) != 0) {
      and("to", to.toString(), r -> r.usage().timestamp().isBefore(to));
    }
  }

  private static List<String> some(Random random, List<String> values) {
    return List.of(values.get(random.nextInt(values.size())));
  }

  private static boolean tag(Recorded recorded, String text) {
    return recorded.usage().tags().stream().anyMatch(tag -> tag.text().equals(text));
  }

  private void any(String name, List<String> values, Function<Usage, @Nullable String> value) {
    and(name, values, r -> isIn(values, value.apply(r.usage())));
  }

  private static boolean isIn(List<String> values, @Nullable String value) {
    return value != null && values.contains(value);
  }

  private void and(String name, Object value, Predicate<Recorded> holds) {
    sent.put(name, value);
    meaning = meaning.and(holds);
  }
}
