package dev.costgraph.edit;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Texts;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetChange;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.LedgerGraph;
import dev.costgraph.ledger.LockedLedger;
import dev.costgraph.ledger.PlatformDirectory;
import dev.costgraph.platform.Platform;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.platform.Project;
import dev.costgraph.platform.Task;
import dev.costgraph.platform.UnknownResources;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Changing platforms, projects, tasks and budgets. */
@GraphQLApi
public class EditApi {

  private final Ledger ledger;
  private final PlatformDirectory directory;

  EditApi(Ledger ledger, PlatformDirectory directory) {
    this.ledger = ledger;
    this.directory = directory;
  }

  @Mutation
  @RunOnVirtualThread
  @Description("Makes a platform or changes it. Errors: INVALID_VALUE, FIXED_AT_CREATION.")
  public @NonNull Platform putPlatform(@NonNull PlatformInput platform) {
    String platformId = Texts.requireId("platformId", platform.platformId());
    String name = Texts.requireText("name", or(platform.name(), platformId));
    String currency = Texts.requireCurrency("currency", or(platform.currency(), "USD"));
    String zone = Texts.requireZone("zone", or(platform.zone(), "UTC"));
    UnknownResources unknown =
        platform.unknownResources() == null ? UnknownResources.CREATE : platform.unknownResources();
    Platform stored = directory.create(new Platform(platformId, name, currency, zone, unknown));
    requireSame("currency", platform.currency(), stored.currency());
    requireSame("zone", platform.zone(), stored.zone());
    return ledger.underLock(platformId, (locked, graph) -> change(platform, locked, graph));
  }

  private static Platform change(PlatformInput wanted, LockedLedger locked, LedgerGraph graph) {
    Platform stored = locked.platform();
    UnknownResources unknown =
        wanted.unknownResources() == null ? stored.unknownResources() : wanted.unknownResources();
    Platform changed =
        new Platform(
            stored.platformId(),
            or(wanted.name(), stored.name()),
            stored.currency(),
            stored.zone(),
            unknown);
    if (!changed.equals(stored)) {
      new EditGraph(graph, stored.platformId())
          .changePlatform(changed.name(), changed.unknownResources());
    }
    return changed;
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Makes a project or renames it; its platform is fixed. platformId absent: where the project"
          + " is, else default. Errors: INVALID_VALUE, NOT_FOUND, CONTRADICTING_IDS.")
  public @NonNull Project putProject(
      @Id @NonNull String projectId, @Nullable String name, @Id @Nullable String platformId) {
    Texts.requireId("projectId", projectId);
    requireName(name);
    String home = platformId == null ? directory.platformOfProject(projectId) : platformId;
    return ledger.underLock(
        existing(home),
        (locked, graph) -> new Resources(locked, graph).putProject(projectId, name));
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Makes a task, renames it, or moves it to another project of the platform; history stays"
          + " where it was charged. Errors: INVALID_VALUE, NOT_FOUND, CONTRADICTING_IDS.")
  public @NonNull Task putTask(
      @Id @NonNull String taskId, @Nullable String name, @Id @NonNull String projectId) {
    Texts.requireId("taskId", taskId);
    requireName(name);
    String home = directory.platformOfProject(Texts.requireId("projectId", projectId));
    if (home == null) {
      throw new BadRequest(
          Code.NOT_FOUND,
          "projectId",
          "no project has the id '%s': putProject first".formatted(projectId));
    }
    return ledger.underLock(
        home, (locked, graph) -> new Resources(locked, graph).putTask(taskId, name, projectId));
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Makes a budget; the same again changes nothing. It counts what is booked from now on."
          + " Errors: INVALID_VALUE, NOT_FOUND, ALREADY_EXISTS, CONTRADICTING_IDS, CYCLE,"
          + " TREE_TOO_LARGE.")
  public @NonNull Budget createBudget(@NonNull BudgetInput budget) {
    String home = existing(home(budget));
    return ledger.underLock(home, (locked, graph) -> new BudgetEdits(locked, graph).create(budget));
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Changes name, limit, enforcement and thresholds; a threshold that the limit brings below"
          + " what is spent fires. Errors: INVALID_VALUE, NOT_FOUND.")
  public @NonNull Budget updateBudget(@Id @NonNull String budgetId, @NonNull BudgetChange change) {
    return edit(budgetId, edits -> edits.update(budgetId, change));
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Moves a budget under other parents of the same platform, and with the budget of a task the"
          + " task itself. History stays where it was charged. Errors: NOT_FOUND, INVALID_VALUE,"
          + " CONTRADICTING_IDS, CYCLE, TREE_TOO_LARGE.")
  public @NonNull Budget moveBudget(
      @Id @NonNull String budgetId, @NonNull List<@NonNull String> parentBudgetIds) {
    return edit(budgetId, edits -> edits.move(budgetId, parentBudgetIds));
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Freezes or thaws the whole subtree, at once: reservations on a frozen budget are Denied,"
          + " what was used is booked, open reservations may settle. Errors: NOT_FOUND,"
          + " OUT_OF_RANGE.")
  public @NonNull Budget freeze(@Id @NonNull String budgetId, boolean frozen) {
    return edit(budgetId, edits -> edits.freeze(budgetId, frozen));
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Closes a budget without open children and open reservations: it counts nothing any more."
          + " Errors: NOT_FOUND, NOT_CLOSABLE.")
  public @NonNull Budget closeBudget(@Id @NonNull String budgetId) {
    return edit(budgetId, edits -> edits.close(budgetId));
  }

  private Budget edit(String budgetId, Function<BudgetEdits, Budget> edit) {
    String platformId = directory.platformOfBudget(budgetId);
    if (platformId == null) {
      throw new BadRequest(
          Code.NOT_FOUND, "budgetId", "no budget has the id '%s'".formatted(budgetId));
    }
    return ledger.underLock(
        platformId, (locked, graph) -> edit.apply(new BudgetEdits(locked, graph)));
  }

  private @Nullable String home(BudgetInput budget) {
    if (budget.platformId() != null) {
      return budget.platformId();
    }
    if (!budget.parentBudgetIds().isEmpty()) {
      return directory.platformOfBudget(budget.parentBudgetIds().getFirst());
    }
    String resourceId = budget.resourceId();
    if (resourceId != null && budget.type() == BudgetType.PLATFORM) {
      return resourceId;
    }
    if (resourceId != null && budget.type() == BudgetType.PROJECT) {
      return directory.platformOfProject(resourceId);
    }
    return resourceId != null && budget.type() == BudgetType.TASK
        ? directory.platformOfTask(resourceId)
        : null;
  }

  /** {@return the platform to edit; null is the default one, which is made when needed} */
  private String existing(@Nullable String platformId) {
    String home = or(platformId, Platform.DEFAULT_ID);
    if (directory.exists(home)) {
      return home;
    }
    if (Platform.DEFAULT_ID.equals(home)) {
      directory.create(Platform.onFirstSight(home));
    } else {
      throw new BadRequest(
          Code.NOT_FOUND,
          "platformId",
          "no platform has the id '%s': putPlatform first".formatted(home));
    }
    return home;
  }

  private static void requireName(@Nullable String name) {
    if (name != null) {
      Texts.requireText("name", name);
    }
  }

  private static void requireSame(String field, @Nullable String wanted, String stored) {
    if (wanted != null && !wanted.equals(stored)) {
      throw new BadRequest(
          Code.FIXED_AT_CREATION,
          field,
          "%s is %s since the platform's creation, it cannot become %s"
              .formatted(field, stored, wanted));
    }
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
