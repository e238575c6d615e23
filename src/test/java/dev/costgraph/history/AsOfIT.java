package dev.costgraph.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.Proofs;
import dev.costgraph.SteppedClock;
import dev.costgraph.ledger.Ledger;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is answered as of a number equals what was answered when the ledger was there: statuses of
 * all budgets in several periods, costs and series, kept while a random history went on.
 *
 * <p>One seed is one history.
 */
@QuarkusTest
class AsOfIT {

  private static final int STEPS = 120;
  private static final int ASK_EVERY = 10;

  @Inject Ledger ledger;
  @Inject SteppedClock clock;

  // of one seed
  private Random random = new Random();
  private @Nullable RandomLedger history;

  static LongStream seeds() {
    long first = Long.getLong("costgraph.seed", System.nanoTime());
    return LongStream.range(first, first + Math.max(1, Proofs.ROUNDS / 5));
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  /** What was answered when the ledger was at a number. */
  private record Answered(long sequence, List<Instant> times, Map<String, Object> answers) {}

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldAnswerAsItDidThen(long seed) {
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
    random = new Random(seed);
    history = new RandomLedger(random, clock);
    List<Answered> kept = new ArrayList<>();
    long next = 0;
    for (int step = 0; step < STEPS; step++) {
      history.happen();
      if (sequence() >= next) {
        kept.add(ask());
        next = sequence() + ASK_EVERY;
      }
    }
    assertThat(kept).as("seed %d", seed).hasSizeGreaterThan(10);

    Answered first = kept.getFirst();
    assertThat(answers(first.times(), null)).as("what came later").isNotEqualTo(first.answers());
    for (Answered then : kept) {
      Map<String, Object> now = answers(then.times(), then.sequence());
      now.keySet().retainAll(then.answers().keySet()); // budgets that were made since
      assertThat(now)
          .as("seed %d, as of %d of %d", seed, then.sequence(), sequence())
          .isEqualTo(then.answers());
    }
    requireWholeBooks(seed, kept.get(kept.size() / 3).sequence());
    requireWholeBooks(seed, kept.get(kept.size() / 2).sequence());
    requireWholeBooks(seed, null);
  }

  private void requireWholeBooks(long seed, @Nullable Long asOfSequence) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("platformId", platformId());
    variables.put("asOfSequence", asOfSequence);
    JsonPath books = GraphQl.send("books", variables).setRootPath("data.books");
    assertThat(books.getList("differences"))
        .as("seed %d, books as of %s", seed, asOfSequence)
        .isEmpty();
    long facts = asOfSequence == null ? sequence() : asOfSequence;
    assertThat(books.getLong("factsChecked")).isEqualTo(facts);
    assertThat(books.getLong("asOfSequence")).isEqualTo(facts);
    assertThat(books.getLong("snapshotsChecked")).isPositive();
  }

  /** The service's own clock may end a hold meanwhile; then it is asked again. */
  private Answered ask() {
    Instant now = clock.instant();
    List<Instant> times =
        List.of(
            now,
            now.minusSeconds(random.nextInt(150_000)),
            now.plus(Duration.ofHours(random.nextInt(30))));
    while (true) {
      long before = sequence();
      Map<String, Object> answers = answers(times, null);
      if (sequence() == before) {
        return new Answered(before, times, answers);
      }
    }
  }

  private Map<String, Object> answers(List<Instant> times, @Nullable Long asOfSequence) {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (Instant at : times) {
      Map<String, Object> variables = variables(asOfSequence);
      variables.put("platformId", platformId());
      variables.put("at", at.toString());
      for (Map<String, Object> budget :
          send("budgets-as-of", variables).<Map<String, Object>>getList("data.budgets.nodes")) {
        answers.put(budget.get("budgetId") + " at " + at, budget);
      }
    }
    for (String dimension : List.of("TASK", "BUDGET", "USER", "MODEL")) {
      answers.put(
          "costs by " + dimension,
          send("costs", costs(List.of(dimension), Map.of(), asOfSequence)).get("data"));
    }
    Map<String, Object> range =
        Map.of(
            "from", times.get(1).toString(),
            "to", times.getFirst().plusSeconds(1).toString());
    answers.put(
        "costs in " + range,
        send("costs", costs(List.of("AGENT", "PROJECT"), range, asOfSequence)).get("data"));
    answers.put(
        "costs without a price",
        send("costs", costs(List.of("AGENT"), Map.of("unpriced", true), asOfSequence)).get("data"));
    Map<String, Object> series = costs(List.of("TASK"), Map.of(), asOfSequence);
    series.put("interval", "DAY");
    answers.put("series", send("cost-series", series).get("data"));
    return answers;
  }

  private Map<String, Object> costs(
      List<String> groupBy, Map<String, Object> more, @Nullable Long asOfSequence) {
    Map<String, Object> filter = new HashMap<>(more);
    filter.put("platformIds", List.of(platformId()));
    Map<String, Object> variables = variables(asOfSequence);
    variables.put("groupBy", groupBy);
    variables.put("filter", filter);
    return variables;
  }

  private static Map<String, Object> variables(@Nullable Long asOfSequence) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("asOfSequence", asOfSequence);
    return variables;
  }

  @Test
  void shouldSayWhatIsNoNumberOfThePlatform() {
    random = new Random(1);
    history = new RandomLedger(random, clock);
    RandomLedger other = new RandomLedger(random, clock);
    long last = sequence();

    for (long no : List.of(-1L, last + 1)) {
      assertThat(error("costs", costs(List.of(), Map.of(), no)))
          .isEqualTo("INVALID_VALUE asOfSequence");
      Map<String, Object> variables = variables(no);
      variables.put("platformId", platformId());
      assertThat(error("books", variables)).isEqualTo("INVALID_VALUE asOfSequence");
      assertThat(error("budgets-as-of", variables)).isEqualTo("INVALID_VALUE asOfSequence");
    }
    Map<String, Object> two = costs(List.of(), Map.of(), 1L);
    two.put("filter", Map.of("platformIds", List.of(platformId(), other.platformId)));
    assertThat(error("costs", two)).isEqualTo("INVALID_VALUE asOfSequence");
  }

  @Test
  void shouldKnowNothingBeforeTheFirstFact() {
    random = new Random(2);
    history = new RandomLedger(random, clock);
    for (int i = 0; i < 20; i++) {
      history.happen();
    }
    Map<String, Object> variables = variables(0L);
    variables.put("platformId", platformId());

    JsonPath budgets = send("budgets-as-of", variables).setRootPath("data.budgets.nodes.status");
    JsonPath costs = send("costs", costs(List.of("TASK"), Map.of(), 0L));

    assertThat(budgets.getList("spent")).isNotEmpty().containsOnly("0");
    assertThat(budgets.getList("held")).containsOnly("0");
    assertThat(budgets.getList("budget.limit")).containsOnlyNulls();
    assertThat(budgets.getList("state")).containsOnly("OK");
    assertThat(costs.getList("data.costs.rows")).isEmpty();
    assertThat(send("books", variables).getInt("data.books.factsChecked")).isZero();
  }

  @Test
  void shouldNotKnowAPriceThatCameLater() {
    random = new Random(3);
    history = new RandomLedger(random, clock);
    String model = "late-" + platformId();
    Map<String, Object> usage =
        Map.of(
            "operationId", history.id("unpriced"),
            "agentId", "a2",
            "taskId", history.id("t0"),
            "model", model,
            "tokens", Map.of("input", 1_000));
    send("record-usages", Map.of("usages", List.of(usage)));
    long before = sequence();
    List<Map<String, Object>> components = List.of(Map.of("name", "input", "price", "2000"));
    send(
        "add-price",
        Map.of(
            "price",
            Map.of(
                "model",
                model,
                "provider",
                "own-host",
                "platformId",
                platformId(),
                "components",
                components)));
    send(
        "reprice",
        Map.of(
            "filter",
            Map.of("platformIds", List.of(platformId())),
            "reason",
            "late",
            "dryRun",
            false));

    assertThat(total(before, "cost")).isEqualTo("0");
    assertThat(total(before, "unpricedCalls")).isEqualTo("1");
    assertThat(total(sequence(), "cost")).isEqualTo("2");
    assertThat(total(sequence(), "adjustments")).isEqualTo("2");
    assertThat(total(sequence(), "unpricedCalls")).isEqualTo("0");
    Map<String, Object> at = new HashMap<>(variables(before));
    at.put("budgetId", history.id("t0"));
    assertThat(send("budget-at", at).getString("data.budget.status.spent")).isEqualTo("0");
    assertThat(send("budget-at", at).getLong("data.budget.status.sequence")).isEqualTo(before);
  }

  private String total(long asOfSequence, String field) {
    return send("costs", costs(List.of(), Map.of(), asOfSequence))
        .getString("data.costs.total." + field);
  }

  private String platformId() {
    return Objects.requireNonNull(history).platformId;
  }

  private long sequence() {
    return ledger.readUnderLock(platformId(), (locked, reader) -> locked.sequence());
  }

  private static String error(String operation, Map<String, ?> variables) {
    return GraphQl.error(GraphQl.send(operation, variables));
  }

  private static JsonPath send(String operation, Map<String, ?> variables) {
    JsonPath answer = GraphQl.send(operation, variables);
    assertThat(answer.getString("errors")).as("%s %s", operation, variables).isNull();
    return answer;
  }
}
