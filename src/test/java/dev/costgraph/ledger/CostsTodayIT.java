package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.BadRequest;
import dev.costgraph.GraphQl;
import dev.costgraph.Proofs;
import dev.costgraph.SteppedClock;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.edit.EditApi;
import dev.costgraph.ledger.LedgerModel.Stretch;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Costs as they were charged and under the tree of now, while budgets and tasks of a random tree
 * move, against {@link ModelTree}: each usage is asked of the model when it is booked, and again
 * after each round of edits.
 */
@QuarkusTest
class CostsTodayIT {

  private static final int ROUNDS = 4;
  private static final int USAGES = 25;
  private static final int EDITS = 8;

  @Inject Ledger ledger;
  @Inject SteppedClock clock;

  // of one seed
  private Random random = new Random();
  private LedgerModel model = new LedgerModel("none");
  private ModelHistory history = new ModelHistory(random, model, Instant.EPOCH);
  private final List<Booked> booked = new ArrayList<>();

  /** A usage, or a part of a split one, and where it was charged. */
  private record Booked(Usage usage, Place charged) {}

  /** A project, and the budgets that count. */
  private record Place(@Nullable String projectId, Set<String> budgetIds) {}

  static LongStream seeds() {
    long first = Long.getLong("costgraph.seed", System.nanoTime());
    return LongStream.range(first, first + Math.max(2, Proofs.ROUNDS / 2));
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldShowBothTrees(long seed) {
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
    random = new Random(seed);
    Instant start = ModelHistory.start(random);
    clock.stop(start);
    history = ModelHistory.create(random, start);
    model = history.model();
    booked.clear();
    for (int round = 0; round < ROUNDS; round++) {
      record();
      compare("seed %d, round %d".formatted(seed, round));
      for (int i = 0; i < EDITS; i++) {
        edit();
      }
      compare("seed %d, round %d, edited".formatted(seed, round));
      clock.step(history.step());
    }
    assertThat(booked)
        .as("seed %d: what has moved", seed)
        .anyMatch(one -> !one.charged().equals(today(one.usage())));
    // without a tree they are as charged
    requireSeries("seed %d".formatted(seed), null, places(null));
  }

  private void record() {
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < USAGES; i++) {
      usages.add(history.newUsage(clock.instant()));
    }
    for (Object outcome : ledger.record(usages)) {
      Usage whole = ((Recorded) outcome).usage();
      List<Usage> parts = whole.shares().isEmpty() ? List.of(whole) : whole.shares();
      parts.forEach(part -> booked.add(new Booked(part, today(part))));
    }
  }

  /** {@return where a usage would be charged now} */
  private Place today(Usage usage) {
    String task = usage.taskId();
    Set<String> budgetIds = new TreeSet<>();
    model
        .tree
        .counting(
            task,
            usage.projectId(),
            usage.agentId(),
            usage.userId(),
            usage.model(),
            new Stretch(usage.timestamp(), usage.timestamp().plusNanos(1)))
        .forEach(budget -> budgetIds.add(budget.id));
    String project = task == null ? usage.projectId() : model.tree.projectByTask.get(task);
    return new Place(project, budgetIds);
  }

  private void edit() {
    EditApi edits = TestTree.edits();
    String id = history.budgetId();
    try {
      switch (random.nextInt(6)) {
        case 0 -> model.tree.create(history.createBudget());
        case 1 -> {
          edits.closeBudget(id);
          model.tree.budget(id).closed = true;
        }
        case 2, 3 -> {
          List<String> parents = history.parents();
          edits.moveBudget(id, parents);
          model.tree.move(id, parents);
        }
        default -> {
          String task = history.task();
          String project = history.project();
          edits.putTask(task, null, project);
          model.tree.projectByTask.put(task, project);
        }
      }
    } catch (BadRequest refused) { // what an edit refuses has tests of its own
      assertThat(refused.code()).isNotIn(BadRequest.Code.UNKNOWN, BadRequest.Code.UNAVAILABLE);
    }
  }

  private void compare(String what) {
    for (String tree : List.of("AS_CHARGED", "TODAY")) {
      Map<Booked, Place> places = places(tree);
      String named = what + " " + tree;
      requireGroups(named, tree, Map.of(), places, one -> true);
      String budgetId = history.budgetId();
      requireGroups(
          named + " of " + budgetId,
          tree,
          Map.of("budgetId", budgetId),
          places,
          one -> place(places, one).budgetIds().contains(budgetId));
      String project = history.project();
      requireGroups(
          named + " in " + project,
          tree,
          Map.of("projectIds", List.of(project)),
          places,
          one -> project.equals(place(places, one).projectId()));
      requireGroups(
          named + " of " + budgetId + " in " + project,
          tree,
          Map.of("projectIds", List.of(project), "budgetId", budgetId),
          places,
          one ->
              project.equals(place(places, one).projectId())
                  && place(places, one).budgetIds().contains(budgetId));
      requireSeries(named, tree, places);
    }
  }

  private Map<Booked, Place> places(@Nullable String tree) {
    Map<Booked, Place> places = new HashMap<>();
    for (Booked one : booked) {
      places.put(one, "TODAY".equals(tree) ? today(one.usage()) : one.charged());
    }
    return places;
  }

  private static Place place(Map<Booked, Place> places, Booked one) {
    return Objects.requireNonNull(places.get(one));
  }

  private void requireGroups(
      String what,
      @Nullable String tree,
      Map<String, Object> filter,
      Map<Booked, Place> places,
      Predicate<Booked> counts) {
    List<Booked> counted = booked.stream().filter(counts).toList();
    Map<String, Long> byProject = new TreeMap<>();
    Map<String, Long> byBudget = new TreeMap<>();
    Map<String, Long> byBoth = new TreeMap<>();
    for (Booked one : counted) {
      Place place = place(places, one);
      byProject.merge("[" + place.projectId() + "]", nanos(one), Long::sum);
      Set<String> budgetIds = place.budgetIds().isEmpty() ? Set.of("null") : place.budgetIds();
      for (String budgetId : budgetIds) {
        byBudget.merge("[" + budgetId + "]", nanos(one), Long::sum);
        String keys = "[%s, %s, %s]".formatted(one.usage().agentId(), budgetId, place.projectId());
        byBoth.merge(keys, nanos(one), Long::sum);
      }
    }
    long total = counted.stream().mapToLong(CostsTodayIT::nanos).sum();
    requireRows(what, costs(tree, filter, "PROJECT"), byProject, total);
    requireRows(what, costs(tree, filter, "BUDGET"), byBudget, total);
    requireRows(what, costs(tree, filter, "AGENT", "BUDGET", "PROJECT"), byBoth, total);
  }

  private static void requireRows(
      String what, JsonPath answer, Map<String, Long> expected, long total) {
    assertThat(answer.getString("errors")).as(what).isNull();
    Map<String, Long> rows = new TreeMap<>();
    answer.setRootPath("data.costs");
    List<String> costs = answer.getList("rows.totals.cost");
    List<Object> keys = answer.getList("rows.keys");
    for (int i = 0; i < keys.size(); i++) {
      rows.put(String.valueOf(keys.get(i)), nanos(costs.get(i)));
    }
    assertThat(rows).as(what).isEqualTo(expected);
    assertThat(nanos(answer.getString("total.cost"))).as(what).isEqualTo(total);
  }

  private void requireSeries(String what, @Nullable String tree, Map<Booked, Place> places) {
    Map<String, Object> variables = variables(tree, Map.of(), "BUDGET");
    variables.put("interval", "DAY");
    JsonPath answer = GraphQl.send("cost-series", variables);
    assertThat(answer.getString("errors")).as(what).isNull();
    Map<String, Long> days = new TreeMap<>();
    for (Map<String, Object> point :
        answer.<Map<String, Object>>getList("data.costSeries.points")) {
      Object cost = ((Map<?, ?>) Objects.requireNonNull(point.get("totals"))).get("cost");
      days.merge(
          String.valueOf(point.get("start")).substring(0, 10) + point.get("keys"),
          nanos(String.valueOf(cost)),
          Long::sum);
    }
    days.values().removeIf(nanos -> nanos == 0);
    Map<String, Long> expected = new TreeMap<>();
    for (Booked one : booked) {
      Set<String> ids = place(places, one).budgetIds();
      for (String budgetId : ids.isEmpty() ? Set.of("null") : ids) {
        String day = one.usage().timestamp().toString().substring(0, 10);
        expected.merge(day + "[" + budgetId + "]", nanos(one), Long::sum);
      }
    }
    expected.values().removeIf(nanos -> nanos == 0);
    assertThat(days).as(what).isEqualTo(expected);
  }

  @Test
  void shouldMoveHistoryWithItsTaskInTodaysTreeOnly() {
    TestTree tree = TestTree.create("moved");
    Instant at = Instant.parse("2026-05-15T12:34:56Z");
    ledger.record(
        List.of(tree.amount(tree.id("op"), "agent-1", tree.taskId(0), "user-1", 5_000, at)));
    assertThat(budgets(tree, "AS_CHARGED")).isEqualTo(budgets(tree, "TODAY"));

    TestTree.edits()
        .moveBudget(tree.id("task-0"), List.of(tree.id("project-b"), tree.id("platform-custom")));

    assertThat(budgets(tree, "AS_CHARGED"))
        .containsExactly(
            "agent-in-a",
            "division",
            "platform",
            "platform-custom",
            "project-a",
            "shared",
            "task-0",
            "user-of-agent");
    assertThat(budgets(tree, "TODAY"))
        .containsExactly("platform", "platform-custom", "project-b", "shared", "task-0");
  }

  private static List<String> budgets(TestTree tree, String of) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("groupBy", List.of("BUDGET"));
    variables.put("filter", Map.of("platformIds", List.of(tree.platformId())));
    variables.put("tree", of);
    return GraphQl.send("costs", variables).<List<String>>getList("data.costs.rows.keys").stream()
        .map(keys -> keys.getFirst().substring(tree.platformId().length() + 1))
        .toList();
  }

  private JsonPath costs(@Nullable String tree, Map<String, Object> filter, String... groupBy) {
    return GraphQl.send("costs", variables(tree, filter, groupBy));
  }

  private Map<String, Object> variables(
      @Nullable String tree, Map<String, Object> more, String... groupBy) {
    Map<String, Object> filter = new HashMap<>(more);
    filter.put("platformIds", List.of(model.tree.platformId));
    Map<String, Object> variables = new HashMap<>();
    variables.put("groupBy", List.of(groupBy));
    variables.put("filter", filter);
    variables.put("first", 500);
    if (tree != null) {
      variables.put("tree", tree);
    }
    return variables;
  }

  private static long nanos(Booked one) {
    Decimal cost = one.usage().cost();
    return cost == null ? 0 : cost.toNanos();
  }

  private static long nanos(String decimal) {
    return new BigDecimal(decimal).movePointRight(9).longValueExact();
  }
}
