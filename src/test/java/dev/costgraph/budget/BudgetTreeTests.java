package dev.costgraph.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.money.Decimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BudgetTreeTests {

  private static final Instant AT = Instant.parse("2026-05-15T12:00:00Z");

  @Test
  void shouldChargeResourcesAndEverythingAboveThemOnce() {
    BudgetTree tree =
        new BudgetTree(
            List.of(
                budget("root", BudgetType.CUSTOM, null),
                budget("left", BudgetType.CUSTOM, null, "root"),
                budget("right", BudgetType.CUSTOM, null, "root"),
                budget("project", BudgetType.PROJECT, "p", "left"),
                budget("task", BudgetType.TASK, "t", "left", "right"),
                budget("platform", BudgetType.PLATFORM, "f"),
                budget("other", BudgetType.TASK, "u", "right")));

    assertThat(ids(tree.path("f", "p", "t")))
        .containsExactly("left", "platform", "project", "right", "root", "task");
    assertThat(ids(tree.path("f", "p", null)))
        .containsExactly("left", "platform", "project", "root");
    assertThat(ids(tree.path("f", null, null))).containsExactly("platform");
    assertThat(tree.path("g", null, null)).isEmpty();
    assertThat(ids(tree.subtree("root")).getFirst()).isEqualTo("root");
    assertThat(tree.subtree("root")).hasSize(6).doesNotHaveDuplicates();
    assertThat(ids(tree.subtree("left"))).containsExactly("left", "project", "task");
  }

  @Test
  void shouldNarrowWithinParentsOnly() {
    BudgetTree tree =
        new BudgetTree(
            List.of(
                budget("project", BudgetType.PROJECT, "p"),
                budget("anywhere", BudgetType.AGENT, "a"),
                budget("in-project", BudgetType.AGENT, "a", "project"),
                budget("user", BudgetType.USER, "u", "in-project"),
                budget("model", BudgetType.MODEL, "m", "user"),
                budget("stranger", BudgetType.AGENT, "b")));
    List<Budget> inside = tree.path("f", "p", null);
    List<Budget> outside = tree.path("f", "q", null);

    assertThat(ids(tree.narrowing(inside, "a", "u", List.of("sent", "m"), Period.Bounds.at(AT))))
        .containsExactly("anywhere", "in-project", "model", "user");
    assertThat(ids(tree.narrowing(inside, "a", null, List.of("m"), Period.Bounds.at(AT))))
        .containsExactly("anywhere", "in-project");
    assertThat(ids(tree.narrowing(outside, "a", "u", List.of("m"), Period.Bounds.at(AT))))
        .containsExactly("anywhere");
    assertThat(tree.narrowing(outside, "c", null, List.of(), Period.Bounds.at(AT))).isEmpty();
  }

  @Test
  void shouldNotNarrowWithinAFixedParentOutsideOfItsPeriod() {
    Budget campaign =
        new Budget(
            "campaign",
            "campaign",
            BudgetType.PROJECT,
            "p",
            "f",
            Unit.MONEY,
            "USD",
            null,
            Period.FIXED,
            "UTC",
            AT,
            AT.plus(Duration.ofDays(1)),
            Enforcement.HARD,
            List.of(),
            false,
            AT,
            List.of(),
            null,
            1);
    BudgetTree tree =
        new BudgetTree(List.of(campaign, budget("agent", BudgetType.AGENT, "a", "campaign")));
    List<Budget> path = tree.path("f", "p", null);

    assertThat(ids(tree.narrowing(path, "a", null, List.of(), Period.Bounds.at(AT))))
        .containsExactly("agent");
    assertThat(tree.narrowing(path, "a", null, List.of(), Period.Bounds.at(AT.minusSeconds(1))))
        .isEmpty();
  }

  @Test
  @Timeout(20)
  void shouldCountDepthOncePerBudgetHoweverManyWaysLeadUp() {
    List<Budget> budgets = new ArrayList<>();
    String[] above = {};
    for (int level = 1; level <= 32; level++) {
      String[] here = {level + "a", level + "b", level + "c"};
      for (String id : here) {
        budgets.add(budget(id, BudgetType.CUSTOM, null, above));
      }
      above = here;
    }
    BudgetTree tree = new BudgetTree(budgets);

    assertThat(tree.depth(budgets.getLast())).isEqualTo(32);
    assertThat(tree.subtree("1a")).hasSize(94);
  }

  @Test
  void shouldReachNoThresholdPast63Bits() {
    Budget budget = limited("9223372036.854775807", "1.5");

    assertThat(budget.thresholdUnits(new Decimal("1.5"), Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(BudgetStatus.state(budget, 5)).isEqualTo(BudgetState.OK);
  }

  @Test
  void shouldTellTheStateByPrecedence() {
    Budget budget = limited("1", "0.5");

    assertThat(BudgetStatus.state(budget, 499_999_999)).isEqualTo(BudgetState.OK);
    assertThat(BudgetStatus.state(budget, 500_000_000)).isEqualTo(BudgetState.WARNING);
    assertThat(BudgetStatus.state(budget, 1_000_000_000)).isEqualTo(BudgetState.WARNING);
    assertThat(BudgetStatus.state(budget, 1_000_000_001)).isEqualTo(BudgetState.EXCEEDED);
  }

  private static Budget limited(String limit, String threshold) {
    return new Budget(
        "b",
        "b",
        BudgetType.CUSTOM,
        null,
        "f",
        Unit.MONEY,
        "USD",
        new Decimal(limit),
        Period.MONTH,
        "UTC",
        null,
        null,
        Enforcement.HARD,
        List.of(new Decimal(threshold)),
        false,
        AT,
        List.of(),
        null,
        1);
  }

  private static Budget budget(
      String id, BudgetType type, @Nullable String resourceId, String... parents) {
    return new Budget(
        id,
        id,
        type,
        resourceId,
        "f",
        Unit.MONEY,
        "USD",
        null,
        Period.MONTH,
        "UTC",
        null,
        null,
        Enforcement.HARD,
        List.of(),
        false,
        AT,
        List.of(parents),
        null,
        1);
  }

  private static List<String> ids(List<Budget> budgets) {
    return budgets.stream().map(Budget::budgetId).toList();
  }
}
