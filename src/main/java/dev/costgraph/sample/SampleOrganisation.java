package dev.costgraph.sample;

import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.platform.Project;
import dev.costgraph.platform.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sample's platform, projects, tasks and budgets. Ids that are unique beyond a platform start
 * with {@code sample}, so that they meet nobody's own.
 */
final class SampleOrganisation {

  static final String PLATFORM_ID = "sample";

  static final String SUPPORT = "sample-support";
  static final String ENGINEERING = "sample-engineering";
  static final String RESEARCH = "sample-research";

  static final PlatformInput PLATFORM =
      new PlatformInput(PLATFORM_ID, "Sample organisation", "USD", "UTC", null);

  static final List<Project> PROJECTS =
      List.of(
          new Project(SUPPORT, "Customer support", PLATFORM_ID),
          new Project(ENGINEERING, "Engineering", PLATFORM_ID),
          new Project(RESEARCH, "Market research", PLATFORM_ID));

  static final List<Task> TASKS =
      List.of(
          new Task("sample-triage", "Sort tickets", SUPPORT),
          new Task("sample-answers", "Answer tickets", SUPPORT),
          new Task("sample-translation", "Translate answers", SUPPORT),
          new Task("sample-knowledge-base", "Index the knowledge base", SUPPORT),
          new Task("sample-features", "Build features", ENGINEERING),
          new Task("sample-code-review", "Review code", ENGINEERING),
          new Task("sample-tests", "Write tests", ENGINEERING),
          new Task("sample-incidents", "Analyse incidents", ENGINEERING),
          new Task("sample-market-reports", "Write market reports", RESEARCH),
          new Task("sample-competitors", "Watch competitors", RESEARCH),
          new Task("sample-literature", "Review literature", RESEARCH),
          new Task("sample-data-extraction", "Extract data", RESEARCH));

  /** Parents before children. */
  static final List<BudgetInput> BUDGETS =
      List.of(
              budget("sample-platform", "All agents", BudgetType.PLATFORM, PLATFORM_ID, "80"),
              budget("sample-shared-research", "Shared research", BudgetType.CUSTOM, null, "70")
                  .under("sample-platform"),
              budget(SUPPORT, "Customer support", BudgetType.PROJECT, SUPPORT, "8")
                  .under("sample-platform"),
              budget(ENGINEERING, "Engineering", BudgetType.PROJECT, ENGINEERING, "50")
                  .under("sample-platform", "sample-shared-research"),
              budget(RESEARCH, "Market research", BudgetType.PROJECT, RESEARCH, "20")
                  .under("sample-platform", "sample-shared-research"),
              task("sample-triage", "Sort tickets, daily", "0.02", Period.DAY, SUPPORT),
              task("sample-answers", "Answer tickets, daily", "0.35", Period.DAY, SUPPORT),
              task("sample-features", "Build features, weekly", "4", Period.WEEK, ENGINEERING),
              task("sample-code-review", "Review code, weekly", "5", Period.WEEK, ENGINEERING),
              task("sample-market-reports", "Market reports, weekly", "3.5", Period.WEEK, RESEARCH),
              new Draft(
                      "sample-index-tokens",
                      "Tokens of the index",
                      BudgetType.TASK,
                      "sample-knowledge-base",
                      Unit.TOKENS,
                      "25000000",
                      Period.MONTH,
                      List.of())
                  .under(SUPPORT),
              budget("sample-agent-coder", "The coder", BudgetType.AGENT, "coder", "30")
                  .under(ENGINEERING),
              budget(
                      "sample-agent-researcher",
                      "The researcher",
                      BudgetType.AGENT,
                      "researcher",
                      "15")
                  .under("sample-shared-research"),
              budget("sample-user-ana", "Ana's requests", BudgetType.USER, "ana", "25")
                  .under("sample-platform"),
              budget("sample-model-opus", "Opus, all uses", BudgetType.MODEL, "claude-opus-5", "12")
                  .under("sample-platform"))
          .stream()
          .map(Draft::input)
          .toList();

  private SampleOrganisation() {}

  private static Draft budget(
      String budgetId, String name, BudgetType type, @Nullable String resourceId, String limit) {
    return new Draft(budgetId, name, type, resourceId, Unit.MONEY, limit, Period.MONTH, List.of());
  }

  private static Draft task(
      String taskId, String name, String limit, Period period, String project) {
    return new Draft(
        taskId, name, BudgetType.TASK, taskId, Unit.MONEY, limit, period, List.of(project));
  }

  /** A budget with two thresholds, in UTC. */
  private record Draft(
      String budgetId,
      String name,
      BudgetType type,
      @Nullable String resourceId,
      Unit unit,
      String limit,
      Period period,
      List<String> parents) {

    Draft under(String... parentBudgetIds) {
      return new Draft(
          budgetId, name, type, resourceId, unit, limit, period, List.of(parentBudgetIds));
    }

    BudgetInput input() {
      return new BudgetInput(
          budgetId,
          name,
          type,
          resourceId,
          PLATFORM_ID,
          parents,
          unit,
          new Decimal(limit),
          period,
          "UTC",
          null,
          null,
          Enforcement.HARD,
          List.of(new Decimal("0.8"), new Decimal("0.95")));
    }
  }
}
