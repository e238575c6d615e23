package dev.costgraph.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.budget.BudgetInput;
import dev.costgraph.command.UsageBounds;
import dev.costgraph.platform.Task;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageOutcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shape of the sample, without a database. */
class SampleTests {

  private static final PriceBook PRICES = PriceBook.of(PriceCatalogue.load());

  private final List<UsageInput> usages = SampleMonth.usages();

  @Test
  void shouldBeTheSameEveryTime() {
    assertThat(SampleMonth.usages()).isEqualTo(usages);
  }

  @Test
  void shouldBeAMonthOfOctober() {
    assertThat(usages.size()).isBetween(1_800, 2_400);
    assertThat(usages)
        .extracting(UsageInput::timestamp)
        .isSortedAccordingTo(java.util.Comparator.comparing(Objects::requireNonNull))
        .allMatch(at -> at.isAfter(Instant.parse("2026-10-01T00:00:00Z")))
        .allMatch(at -> at.isBefore(Instant.parse("2026-10-31T00:00:00Z")));
    assertThat(usages).allMatch(usage -> UsageBounds.check(usage, null) == null);
    assertThat(usages).extracting(UsageInput::operationId).doesNotHaveDuplicates();
  }

  @Test
  void shouldNameOnlyWhatTheOrganisationHas() {
    Map<String, String> projects =
        SampleOrganisation.TASKS.stream().collect(Collectors.toMap(Task::taskId, Task::projectId));

    assertThat(usages)
        .allMatch(
            usage ->
                String.valueOf(usage.projectId())
                    .equals(projects.get(String.valueOf(usage.taskId()))));
    assertThat(distinct(UsageInput::taskId)).hasSize(12);
    assertThat(distinct(UsageInput::agentId)).hasSize(8);
    assertThat(distinct(UsageInput::userId)).hasSize(6);
    assertThat(distinct(UsageInput::model)).hasSize(SampleModel.values().length);
  }

  @Test
  void shouldSpawnRunsThatExist() {
    Set<String> runs = distinct(UsageInput::runId);

    assertThat(runs).containsAll(distinct(UsageInput::parentRunId));
    assertThat(distinct(UsageInput::parentRunId).size()).isGreaterThan(100);
  }

  @Test
  void shouldPriceEverythingButTheModelOfTheHouse() {
    Map<String, Long> unpriced = new HashMap<>();
    for (UsageInput usage : usages) {
      if (cost(usage) == null) {
        unpriced.merge(String.valueOf(usage.model()), 1L, Long::sum);
      }
    }

    assertThat(unpriced).containsOnlyKeys("house-translate-1");
    assertThat(unpriced.get("house-translate-1")).isBetween(5L, 60L);
  }

  @Test
  void shouldFailNowAndThen() {
    long failed = usages.stream().filter(usage -> usage.outcome() == UsageOutcome.FAILED).count();

    assertThat(failed).isBetween(20L, 120L);
  }

  @Test
  void shouldRestOnWeekendsAndGrow() {
    Map<Integer, Integer> byDay = new TreeMap<>();
    usages.forEach(
        usage ->
            byDay.merge(
                Objects.requireNonNull(usage.timestamp()).atZone(ZoneOffset.UTC).getDayOfMonth(),
                1,
                Integer::sum));
    int firstWeek = sum(byDay, 5, 9);
    int lastWeek = sum(byDay, 26, 30);

    assertThat(byDay).hasSize(30);
    assertThat(lastWeek).isGreaterThan(firstWeek * 6 / 5);
    assertThat(sum(byDay, 10, 11) + sum(byDay, 17, 18)).isLessThan(firstWeek / 2);
  }

  @Test
  void shouldHaveBudgetsOfEveryTypeInOneTree() {
    Set<String> known = new HashSet<>();
    for (BudgetInput budget : SampleOrganisation.BUDGETS) {
      assertThat(known).containsAll(budget.parentBudgetIds());
      assertThat(known.add(budget.budgetId())).isTrue();
    }
    assertThat(SampleOrganisation.BUDGETS)
        .extracting(BudgetInput::type)
        .contains(dev.costgraph.budget.BudgetType.values());
  }

  private static int sum(Map<Integer, Integer> byDay, int from, int to) {
    return byDay.entrySet().stream()
        .filter(day -> day.getKey() >= from && day.getKey() <= to)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private Set<String> distinct(Function<UsageInput, String> field) {
    return usages.stream().map(field).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  private static @org.jspecify.annotations.Nullable Long cost(UsageInput usage) {
    if (usage.amount() != null) {
      return usage.amount().toNanos();
    }
    return PRICES
        .find(
            String.valueOf(usage.model()),
            usage.provider(),
            Objects.requireNonNull(usage.timestamp()))
        .map(
            match ->
                match
                    .price()
                    .price(
                        Objects.requireNonNull(usage.tokens()).toCounts(),
                        usage.serviceTier(),
                        Objects.requireNonNull(usage.timestamp())))
        .map(pricing -> pricing instanceof Pricing.Cost cost ? cost.totalNanos() : null)
        .orElse(null);
  }
}
