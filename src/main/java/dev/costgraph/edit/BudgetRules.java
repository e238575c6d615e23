package dev.costgraph.edit;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.Text;
import dev.costgraph.Texts;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetChange;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.Decimal.UnreadableDecimal;
import dev.costgraph.platform.Platform;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a budget and its place in the tree must be like; pure. */
final class BudgetRules {

  private static final BigDecimal THRESHOLD_MAX = BigDecimal.TEN;

  private BudgetRules() {}

  /** {@return the budget that an input asks for, within its bounds} */
  static Budget budget(BudgetInput input, Platform platform, Instant createdAt, long sequence) {
    Texts.requireId("budgetId", input.budgetId());
    Texts.requireText("name", input.name());
    Unit unit = input.unit();
    requirePeriod(input);
    Texts.requireZone("zone", input.zone());
    return new Budget(
        input.budgetId(),
        input.name(),
        input.type(),
        resourceId(input, platform),
        platform.platformId(),
        unit,
        unit == Unit.MONEY ? platform.currency() : null,
        limit(input.limit(), unit),
        input.period(),
        input.zone(),
        input.periodStart(),
        input.periodEnd(),
        input.enforcement(),
        thresholds(input.warningThresholds()),
        false,
        createdAt,
        parents(input.parentBudgetIds()),
        null,
        sequence);
  }

  /** {@return the budget with a change} */
  static Budget changed(Budget budget, BudgetChange change, long sequence) {
    if (change.noLimit() && change.limit() != null) {
      throw invalid("noLimit", "give a limit or noLimit, not both");
    }
    String name = change.name() == null ? budget.name() : change.name();
    Texts.requireText("name", name);
    Decimal limit = change.limit() == null ? budget.limit() : limit(change.limit(), budget.unit());
    List<Decimal> thresholds =
        change.warningThresholds() == null
            ? budget.warningThresholds()
            : thresholds(change.warningThresholds());
    Enforcement enforcement =
        change.enforcement() == null ? budget.enforcement() : change.enforcement();
    return new Budget(
        budget.budgetId(),
        name,
        budget.type(),
        budget.resourceId(),
        budget.platformId(),
        budget.unit(),
        budget.currency(),
        change.noLimit() ? null : limit,
        budget.period(),
        budget.zone(),
        budget.periodStart(),
        budget.periodEnd(),
        enforcement,
        thresholds,
        budget.frozen(),
        budget.createdAt(),
        budget.parentBudgetIds(),
        null,
        sequence);
  }

  /** {@return the budget under other parents} */
  static Budget moved(Budget budget, List<String> parentBudgetIds, long sequence) {
    return copy(budget, budget.frozen(), parents(parentBudgetIds), null, sequence);
  }

  /** {@return the budget, frozen or thawed} */
  static Budget frozen(Budget budget, boolean frozen, long sequence) {
    return copy(budget, frozen, budget.parentBudgetIds(), null, sequence);
  }

  /** {@return the budget, closed} */
  static Budget closed(Budget budget, Instant closedAt, long sequence) {
    return copy(budget, budget.frozen(), budget.parentBudgetIds(), closedAt, sequence);
  }

  /**
   * {@return the tree with the budget in its place}
   *
   * @throws BadRequest when a parent cannot be one, for a cycle, or when it gets too deep
   */
  static BudgetTree checked(BudgetTree tree, Budget budget) {
    for (String parentId : budget.parentBudgetIds()) {
      Budget parent = tree.budget(parentId);
      if (parent == null || !parent.isOpen()) {
        throw new BadRequest(
            Code.NOT_FOUND,
            "parentBudgetIds",
            "parent '%s' is no open budget of platform '%s'"
                .formatted(parentId, budget.platformId()));
      }
      if (parent.type().narrows() && !budget.type().narrows()) {
        throw invalid(
            "parentBudgetIds",
            "a %s budget cannot be below '%s': %s budgets only narrow others"
                .formatted(budget.type(), parentId, parent.type()));
      }
      if (tree.withAncestors(List.of(parent)).stream()
          .anyMatch(ancestor -> ancestor.budgetId().equals(budget.budgetId()))) {
        throw new BadRequest(
            Code.CYCLE,
            "parentBudgetIds",
            "'%s' is '%s' itself or below it".formatted(parentId, budget.budgetId()));
      }
    }
    BudgetTree after = tree.with(budget);
    int depth = after.subtree(budget.budgetId()).stream().mapToInt(after::depth).max().orElse(0);
    if (depth > Limits.TREE_DEPTH_MAX) {
      throw new BadRequest(
          Code.TREE_TOO_LARGE,
          "parentBudgetIds",
          "the tree would be %d budgets deep, at most %d".formatted(depth, Limits.TREE_DEPTH_MAX));
    }
    return after;
  }

  /** No usage may charge more budgets by its resources than one transaction carries. */
  static void requirePaths(BudgetTree tree, String platformId, Map<String, TaskPlace> tasks) {
    for (Budget budget : tree.budgets()) {
      String resourceId = budget.resourceId();
      if (!budget.isOpen() || resourceId == null || budget.type().narrows()) {
        continue;
      }
      TaskPlace place = budget.type() == BudgetType.TASK ? tasks.get(resourceId) : null;
      String projectId = budget.type() == BudgetType.PROJECT ? resourceId : null;
      int size =
          place == null
              ? tree.path(platformId, projectId, null).size()
              : tree.path(platformId, place.projectId(), resourceId).size();
      if (size > Limits.PATH_BUDGETS_MAX) {
        throw new BadRequest(
            Code.TREE_TOO_LARGE,
            "parentBudgetIds",
            "%s '%s' would charge %d budgets, at most %d"
                .formatted(budget.type(), resourceId, size, Limits.PATH_BUDGETS_MAX));
      }
    }
  }

  /**
   * {@return the project that a budget lies in, by the PROJECT budgets above it; null for none}
   *
   * @throws BadRequest when there are several
   */
  static @Nullable String projectAbove(Budget budget, BudgetTree tree) {
    Set<String> projectIds = new TreeSet<>();
    for (Budget ancestor : tree.withAncestors(List.of(budget))) {
      if (ancestor.type() == BudgetType.PROJECT && ancestor.resourceId() != null) {
        projectIds.add(ancestor.resourceId());
      }
    }
    if (projectIds.size() > 1) {
      throw new BadRequest(
          Code.CONTRADICTING_IDS,
          "parentBudgetIds",
          "the budget of a task cannot be below several projects: %s; use a CUSTOM budget to share"
              .formatted(String.join(", ", projectIds)));
    }
    return projectIds.isEmpty() ? null : projectIds.iterator().next();
  }

  /** A task's budget lies in the task's own project or in none. */
  static void requireProject(Budget budget, String projectId, BudgetTree tree) {
    String above = projectAbove(budget, tree);
    if (above != null && !above.equals(projectId)) {
      throw new BadRequest(
          Code.CONTRADICTING_IDS,
          "parentBudgetIds",
          "budget '%s' of task '%s' would lie in project '%s', the task is of project '%s': "
                  .formatted(budget.budgetId(), budget.resourceId(), above, projectId)
              + "move that budget first");
    }
  }

  /** A task cannot leave a project while another of its budgets lies in it. */
  static void requireNoOtherProject(BudgetTree tree, String taskId, String projectId) {
    for (Budget budget : tree.budgets()) {
      if (budget.isOpen()
          && budget.type() == BudgetType.TASK
          && taskId.equals(budget.resourceId())) {
        String above = projectAbove(budget, tree);
        if (above != null && !above.equals(projectId)) {
          throw new BadRequest(
              Code.CONTRADICTING_IDS,
              "projectId",
              ("task '%s' cannot move to project '%s': its budget '%s' lies in project '%s'; move"
                      + " that first")
                  .formatted(taskId, projectId, budget.budgetId(), above));
        }
      }
    }
  }

  private static @Nullable String resourceId(BudgetInput input, Platform platform) {
    String resourceId = input.resourceId();
    if (input.type() == BudgetType.CUSTOM) {
      if (resourceId != null) {
        throw invalid(
            "resourceId", "a CUSTOM budget has no resource, not '%s'".formatted(resourceId));
      }
      return null;
    }
    if (input.type() == BudgetType.PLATFORM) {
      if (resourceId != null && !resourceId.equals(platform.platformId())) {
        throw invalid(
            "resourceId",
            "the budget is of platform '%s', not '%s'"
                .formatted(platform.platformId(), resourceId));
      }
      return platform.platformId();
    }
    if (resourceId == null) {
      throw invalid(
          "resourceId", "a %s budget needs the id of its resource".formatted(input.type()));
    }
    return Texts.requireId("resourceId", resourceId);
  }

  private static void requirePeriod(BudgetInput input) {
    Instant start = input.periodStart();
    Instant end = input.periodEnd();
    if (input.period() == Period.FIXED) {
      if (start == null || end == null || !start.isBefore(end)) {
        throw invalid("periodStart", "a FIXED period needs a periodStart before its periodEnd");
      }
    } else if (start != null || end != null) {
      throw invalid(
          start == null ? "periodEnd" : "periodStart",
          "only a FIXED period has bounds; %s has its own".formatted(input.period()));
    }
  }

  private static @Nullable Decimal limit(@Nullable Decimal limit, Unit unit) {
    if (limit == null) {
      return null;
    }
    try {
      BigDecimal value = limit.toBigDecimal();
      if (value.signum() < 0 || (unit == Unit.TOKENS && value.scale() > 0)) {
        throw invalid(
            "limit",
            "limit '%s' is not %s"
                .formatted(
                    limit, unit == Unit.TOKENS ? "a whole number of tokens" : "zero or more"));
      }
      if (unit == Unit.MONEY) {
        limit.toNanos();
      } else {
        value.longValueExact();
      }
      return Decimal.of(value);
    } catch (UnreadableDecimal e) {
      throw invalid("limit", "limit '%s' %s".formatted(Text.shown(limit.text()), e.getMessage()));
    } catch (ArithmeticException e) {
      throw invalid("limit", "limit '%s' is over 9223372036854775807".formatted(limit));
    }
  }

  private static List<Decimal> thresholds(List<Decimal> thresholds) {
    if (thresholds.size() > Limits.THRESHOLDS_MAX) {
      throw invalid(
          "warningThresholds",
          "%d thresholds, at most %d".formatted(thresholds.size(), Limits.THRESHOLDS_MAX));
    }
    Set<BigDecimal> values = new TreeSet<>();
    for (Decimal threshold : thresholds) {
      try {
        threshold.toNanos();
        BigDecimal value = threshold.toBigDecimal();
        if (value.signum() <= 0 || value.compareTo(THRESHOLD_MAX) > 0) {
          throw invalid(
              "warningThresholds",
              "threshold '%s' is not above 0 and up to 10".formatted(threshold));
        }
        values.add(value);
      } catch (UnreadableDecimal e) {
        throw invalid(
            "warningThresholds",
            "threshold '%s' %s".formatted(Text.shown(threshold.text()), e.getMessage()));
      }
    }
    return values.stream().map(Decimal::of).toList();
  }

  private static List<String> parents(List<String> parentBudgetIds) {
    Set<String> ids = new HashSet<>();
    for (String id : parentBudgetIds) {
      if (!ids.add(Texts.requireId("parentBudgetIds", id))) {
        throw invalid("parentBudgetIds", "parent '%s' twice".formatted(id));
      }
    }
    return parentBudgetIds.stream().sorted().toList();
  }

  private static BadRequest invalid(String field, String message) {
    return new BadRequest(Code.INVALID_VALUE, field, message);
  }

  private static Budget copy(
      Budget budget,
      boolean frozen,
      List<String> parentBudgetIds,
      @Nullable Instant closedAt,
      long sequence) {
    return new Budget(
        budget.budgetId(),
        budget.name(),
        budget.type(),
        budget.resourceId(),
        budget.platformId(),
        budget.unit(),
        budget.currency(),
        budget.limit(),
        budget.period(),
        budget.zone(),
        budget.periodStart(),
        budget.periodEnd(),
        budget.enforcement(),
        budget.warningThresholds(),
        frozen,
        budget.createdAt(),
        parentBudgetIds,
        closedAt,
        sequence);
  }
}
