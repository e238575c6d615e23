package dev.costgraph.ledger;

import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.edit.EditApi;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import io.quarkus.arc.Arc;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A platform of its own for a test: projects a and b, tasks 0 and 1 in a, 2 in b, and a tree of
 * five levels.
 *
 * <pre>
 * platform-custom ─ platform ─┬─ division ─ project-a ─ task-0
 *                             └─ project-b ─ task-2
 * shared ─ task-0, shared ─ project-b
 * agent-everywhere; project-a ─ agent-in-a ─ user-of-agent
 * </pre>
 */
public record TestTree(String platformId) {

  public static TestTree create(String name) {
    TestTree tree = new TestTree(name + "-" + UUID.randomUUID().toString().substring(0, 8));
    EditApi edit = edits();
    edit.putPlatform(new PlatformInput(tree.platformId, null, null, null, null));
    edit.putProject(tree.id("a"), null, tree.platformId);
    edit.putProject(tree.id("b"), null, tree.platformId);
    edit.putTask(tree.taskId(0), null, tree.id("a"));
    edit.putTask(tree.taskId(1), null, tree.id("a"));
    edit.putTask(tree.taskId(2), null, tree.id("b"));
    tree.budget("platform-custom", BudgetType.CUSTOM, null, "1000");
    tree.budget("platform", BudgetType.PLATFORM, tree.platformId, "2000", "platform-custom");
    tree.budget("shared", BudgetType.CUSTOM, null, "500");
    tree.budget("division", BudgetType.CUSTOM, null, null, "platform");
    tree.budget("project-a", BudgetType.PROJECT, tree.id("a"), "300", "division");
    tree.budget("project-b", BudgetType.PROJECT, tree.id("b"), "300", "platform", "shared");
    tree.budget("task-0", BudgetType.TASK, tree.taskId(0), "100", "project-a", "shared");
    tree.budget("task-2", BudgetType.TASK, tree.taskId(2), "100", "project-b");
    tree.budget("agent-everywhere", BudgetType.AGENT, "agent-0", "50");
    tree.budget("agent-in-a", BudgetType.AGENT, "agent-1", "50", "project-a");
    tree.budget("user-of-agent", BudgetType.USER, "user-1", "50", "agent-in-a");
    return tree;
  }

  static EditApi edits() {
    return Arc.container().instance(EditApi.class).get();
  }

  public String taskId(int number) {
    return id("task-" + number);
  }

  public String id(String name) {
    return platformId + ":" + name;
  }

  /** Makes a monthly budget of money in UTC with the id {@code platform:name}. */
  public void budget(
      String name,
      BudgetType type,
      @Nullable String resourceId,
      @Nullable String limit,
      String... parents) {
    edits()
        .createBudget(
            new BudgetInput(
                id(name),
                name,
                type,
                resourceId,
                platformId,
                List.of(parents).stream().map(this::id).toList(),
                Unit.MONEY,
                limit == null ? null : new Decimal(limit),
                Period.MONTH,
                "UTC",
                null,
                null,
                Enforcement.HARD,
                List.of(new Decimal("0.8"))));
  }

  /** {@return a usage that costs so many nanos} */
  public UsageInput amount(
      String operationId,
      String agentId,
      @Nullable String taskId,
      @Nullable String userId,
      long nanos,
      @Nullable Instant timestamp) {
    return new UsageInput(
        operationId,
        agentId,
        taskId,
        null,
        platformId,
        userId,
        null,
        null,
        null,
        null,
        UsageKind.SERVICE,
        null,
        null,
        ServiceTier.STANDARD,
        null,
        null,
        null,
        null,
        new Decimal(BigDecimal.valueOf(nanos, 9).toPlainString()),
        null,
        timestamp,
        UsageOutcome.SUCCEEDED,
        null,
        null);
  }

  /** {@return such a usage at another place} */
  public static UsageInput at(
      UsageInput usage,
      @Nullable String taskId,
      @Nullable String projectId,
      @Nullable String platformId) {
    return new UsageInput(
        usage.operationId(),
        usage.agentId(),
        taskId,
        projectId,
        platformId,
        usage.userId(),
        null,
        null,
        null,
        null,
        usage.kind(),
        null,
        null,
        usage.serviceTier(),
        null,
        null,
        null,
        null,
        usage.amount(),
        null,
        null,
        usage.outcome(),
        null,
        null);
  }

  /** {@return a reservation of an amount; a task, a platform or neither says where} */
  public static ReserveInput reservation(
      String reservationId,
      String agentId,
      @Nullable String taskId,
      @Nullable String platformId,
      @Nullable String model,
      String amount,
      int ttlSeconds) {
    return new ReserveInput(
        reservationId,
        agentId,
        taskId,
        null,
        platformId,
        null,
        model,
        null,
        ServiceTier.STANDARD,
        null,
        new Decimal(amount),
        null,
        ttlSeconds);
  }

  /** {@return the nanos of such a usage} */
  public static long nanos(UsageInput usage) {
    Decimal amount = usage.amount();
    return amount == null ? 0 : new BigDecimal(amount.text()).movePointRight(9).longValueExact();
  }
}
