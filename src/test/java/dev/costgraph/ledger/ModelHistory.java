package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
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
import dev.costgraph.usage.ShareInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens on the platform of {@link LedgerModelIT}, drawn from one seed. */
final class ModelHistory {

  private static final List<String> STARTS =
      List.of(
          "2026-03-06T20:00:00Z", // New York's clocks go forward on the 8th
          "2026-03-27T20:00:00Z", // Berlin's on the 29th; the month ends
          "2026-10-23T20:00:00Z", // back on the 25th
          "2026-10-30T20:00:00Z"); // and New York's on November 1st
  private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York");
  private static final List<Period> PERIODS =
      List.of(Period.HOUR, Period.DAY, Period.DAY, Period.WEEK, Period.MONTH, Period.FIXED);
  private static final List<String> MODELS = List.of("gpt-4o", "gpt-4o", "nobody-knows-this");

  private final Random random;
  private final LedgerModel model;
  private final List<String> budgetIds = new ArrayList<>();
  private final List<UsageInput> usages = new ArrayList<>();
  private final Map<String, ReserveInput> wanted = new HashMap<>();
  private final Instant start;

  ModelHistory(Random random, LedgerModel model, Instant start) {
    this.random = random;
    this.model = model;
    this.start = start;
  }

  static Instant start(Random random) {
    return Instant.parse(STARTS.get(random.nextInt(STARTS.size())));
  }

  /** Makes the platform with two projects, four tasks and a first tree. */
  static ModelHistory create(Random random, Instant start) {
    LedgerModel model = new LedgerModel("model-" + UUID.randomUUID().toString().substring(0, 8));
    ModelHistory history = new ModelHistory(random, model, start);
    EditApi edits = TestTree.edits();
    edits.putPlatform(new PlatformInput(model.tree.platformId, null, null, null, null));
    for (int i = 0; i < 2; i++) {
      edits.putProject(history.id("project-" + i), null, model.tree.platformId);
    }
    for (int i = 0; i < 4; i++) {
      String project = history.id("project-" + i % 2);
      edits.putTask(history.id("task-" + i), null, project);
      model.tree.projectByTask.put(history.id("task-" + i), project);
    }
    for (int i = 0; i < 18; i++) {
      try {
        model.tree.create(history.createBudget());
      } catch (BadRequest refused) { // parents that do not go together: another one
        i--;
      }
    }
    return history;
  }

  LedgerModel model() {
    return model;
  }

  private String id(String name) {
    return model.tree.platformId + ":" + name;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Makes a budget; {@return what was sent} */
  BudgetInput createBudget() {
    BudgetType type = one(List.of(BudgetType.values()));
    String resource =
        switch (type) {
          case PROJECT -> project();
          case TASK -> task();
          case AGENT -> agent();
          case USER -> user();
          case MODEL -> one(MODELS);
          case PLATFORM, CUSTOM -> null;
        };
    Unit unit = random.nextInt(4) == 0 ? Unit.TOKENS : Unit.MONEY;
    Period period = one(PERIODS);
    boolean fixed = period == Period.FIXED;
    String id = id("b%02d-%s".formatted(budgetIds.size(), type));
    BudgetInput input =
        new BudgetInput(
            id,
            id,
            type,
            resource,
            model.tree.platformId,
            parents(),
            unit,
            random.nextInt(8) == 0 ? null : limit(unit),
            period,
            one(ZONES),
            fixed ? start.plus(Duration.ofHours(6 + random.nextInt(40))) : null,
            fixed ? start.plus(Duration.ofHours(60 + random.nextInt(40))) : null,
            enforcement(),
            List.of(new Decimal(ModelBudget.THRESHOLD)));
    TestTree.edits().createBudget(input);
    budgetIds.add(id);
    return input;
  }

  /** {@return none, one or two budgets} */
  List<String> parents() {
    List<String> parents = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0 && !budgetIds.isEmpty(); i--) {
      String parent = one(budgetIds);
      if (!parents.contains(parent)) {
        parents.add(parent);
      }
    }
    return parents;
  }

  Decimal limit(Unit unit) {
    return new Decimal(Integer.toString(unit == Unit.MONEY ? random.nextInt(120) : thousands(90)));
  }

  private int thousands(int most) {
    return random.nextInt(most) * 1_000;
  }

  Enforcement enforcement() {
    return one(List.of(Enforcement.HARD, Enforcement.HARD, Enforcement.SOFT, Enforcement.TRACK));
  }

  String budgetId() {
    return one(budgetIds);
  }

  String project() {
    return id("project-" + random.nextInt(2));
  }

  String task() {
    return id("task-" + random.nextInt(4));
  }

  private String agent() {
    return "agent-" + random.nextInt(3);
  }

  private String user() {
    return "user-" + random.nextInt(2);
  }

  /** Some lives end before the hour does, some after the next days. */
  int ttlSeconds() {
    return one(List.of(60, 300, 1_800, 7_200, 40_000, 86_400));
  }

  Duration step() {
    return Duration.ofSeconds(one(List.of(30, 900, 3_600, 14_400, 50_000)) + random.nextInt(60));
  }

  /** {@return a new reservation mostly, or one again: as it was, or with other content} */
  ReserveInput reservation() {
    if (!wanted.isEmpty() && random.nextInt(6) == 0) {
      String id = reservationId();
      ReserveInput before = wanted.get(id);
      return before != null && random.nextBoolean() ? before : reservation(id);
    }
    ReserveInput made = reservation(id("r%03d".formatted(wanted.size())));
    wanted.put(made.reservationId(), made);
    return made;
  }

  List<ReserveInput> reservations() {
    List<ReserveInput> list = new ArrayList<>();
    for (int i = 2 + random.nextInt(5); i > 0; i--) {
      list.add(reservation());
    }
    return list;
  }

  private ReserveInput reservation(String id) {
    boolean tokens = random.nextInt(3) == 0;
    boolean amount = !tokens || random.nextBoolean();
    String task = random.nextInt(5) == 0 ? null : task();
    return new ReserveInput(
        id,
        agent(),
        task,
        task == null && random.nextBoolean() ? project() : null,
        model.tree.platformId,
        random.nextBoolean() ? user() : null,
        tokens || random.nextBoolean() ? one(MODELS) : null,
        null,
        ServiceTier.STANDARD,
        null,
        amount ? amount() : null,
        tokens ? tokens() : null,
        ttlSeconds());
  }

  private Decimal amount() {
    return new Decimal(random.nextInt(25) + ".000000001");
  }

  private TokenCountsInput tokens() {
    return new TokenCountsInput(thousands(12), thousands(6), 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** {@return the id of a reservation that was asked for, or of none} */
  String reservationId() {
    return id("r%03d".formatted(random.nextInt(wanted.size() + 1)));
  }

  /** {@return a new usage mostly, or one again: as it was, or with other content} */
  UsageInput usage(Instant now) {
    if (!usages.isEmpty() && random.nextInt(8) == 0) {
      UsageInput before = one(usages);
      return random.nextBoolean() ? before : usage(before.operationId(), false, now);
    }
    return newUsage(now);
  }

  UsageInput newUsage(Instant now) {
    UsageInput made = usage(id("op" + usages.size()), false, now);
    usages.add(made);
    return made;
  }

  /** {@return a usage to settle a reservation with; half of them name no place} */
  UsageInput usageOf(String reservationId, Instant now) {
    boolean nowhere = model.reservations.containsKey(reservationId) && random.nextBoolean();
    UsageInput made = usage(id("op" + usages.size()), nowhere, now);
    if (random.nextInt(10) == 0 && !usages.isEmpty()) {
      return nowhere ? made : one(usages);
    }
    usages.add(made);
    return made;
  }

  private UsageInput usage(String id, boolean nowhere, Instant now) {
    boolean tokens = random.nextInt(3) == 0;
    List<ShareInput> split = nowhere || random.nextInt(6) > 0 ? null : split();
    String task = nowhere || split != null || random.nextInt(6) == 0 ? null : task();
    boolean project = !nowhere && split == null && task == null && random.nextBoolean();
    return new UsageInput(
        id,
        agent(),
        task,
        project ? project() : null,
        nowhere ? null : model.tree.platformId,
        random.nextBoolean() ? user() : null,
        null,
        null,
        null,
        null,
        UsageKind.LLM_CALL,
        tokens ? one(MODELS) : null,
        null,
        ServiceTier.STANDARD,
        tokens ? tokens() : null,
        null,
        null,
        null,
        tokens ? null : amount(),
        null,
        timestamp(now),
        UsageOutcome.SUCCEEDED,
        null,
        split);
  }

  /** {@return two to four tasks whose weights, of up to nine decimals, sum to 1} */
  private List<ShareInput> split() {
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(id("task-" + i));
    }
    Collections.shuffle(tasks, random);
    int count = 2 + random.nextInt(3);
    List<ShareInput> split = new ArrayList<>();
    int left = 1_000_000_000;
    for (int i = 0; i < count; i++) {
      int weight = i == count - 1 ? left : 1 + random.nextInt(left / 2);
      left -= weight;
      split.add(
          new ShareInput(tasks.get(i), new Decimal(BigDecimal.valueOf(weight, 9).toPlainString())));
    }
    return split;
  }

  private @Nullable Instant timestamp(Instant now) {
    return switch (random.nextInt(4)) {
      case 0 -> now.minusSeconds(random.nextInt(300_000));
      case 1 -> now.plusSeconds(random.nextInt(599));
      default -> null;
    };
  }

  /** {@return how all budgets stand that have a period now, as text} */
  String shown(Instant now) {
    List<String> statuses = new ArrayList<>();
    for (ModelBudget budget : model.tree.budgets.values()) {
      ModelPeriod period = budget.period(now);
      if (period != null) {
        statuses.add(budget.status(period));
      }
    }
    return LedgerModel.sorted(statuses);
  }
}
