package dev.costgraph.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.RecordUsageResult.Replayed;
import dev.costgraph.command.Rejected;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.platform.PlatformGraph;
import dev.costgraph.retention.Retention.Folded;
import dev.costgraph.retention.Retention.Horizon;
import dev.costgraph.usage.UsageInput;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is folded, what stays, and what is never booked again. */
@QuarkusTest
class RetentionIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");
  private static final int CALLERS = 4;
  private static final int LISTS = 15;
  private static final int LIST = 100;

  @Inject Retention retention;
  @Inject Ledger ledger;
  @Inject BooksGraph books;
  @Inject Graph graph;
  @Inject SteppedClock clock;
  @Inject PlatformGraph platforms;
  @Inject MeterRegistry registry;

  @TempDir Path archive;

  private TestTree tree = new TestTree("");

  @BeforeEach
  void stopClock() {
    clock.stop(AT);
    tree = TestTree.create("retention");
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  private UsageInput usage(String name, @Nullable Instant timestamp) {
    return tree.amount(tree.id(name), "agent-1", tree.taskId(0), "user-1", 1_000, timestamp);
  }

  private Object record(String name, @Nullable Instant timestamp) {
    return ledger.record(List.of(usage(name, timestamp))).getFirst();
  }

  private Folded fold(Instant before) throws IOException {
    return retention.fold(tree.platformId(), new Horizon(before, before, archive));
  }

  private static void requireTooOld(Object answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("TOO_OLD"));
  }

  @Test
  void shouldNeverBookAgainWhatItFolded() throws Exception {
    Instant ownTime = AT.minusSeconds(5);
    record("with-time", ownTime);
    record("without-time", null);
    clock.step(Duration.ofDays(2));
    record("later", null);

    Instant horizon = AT.plus(Duration.ofDays(1));
    assertThat(fold(horizon)).isEqualTo(new Folded(2, 0, 0));

    requireTooOld(record("with-time", ownTime));
    requireTooOld(record("without-time", null));
    requireTooOld(record("never-seen", horizon.minusNanos(1)));
    assertThat(record("later", null)).isInstanceOf(Replayed.class);
    assertThat(record("new", null)).isInstanceOf(Recorded.class);
    assertThat(record("at-the-horizon", horizon)).isInstanceOf(Recorded.class);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  /** Ten minutes are left, for a usage may lie so far ahead of the moment it is booked at. */
  @Test
  void shouldFoldWhatLiesBeforeTheHorizonAlone() throws Exception {
    record("ahead", AT.plusSeconds(599));
    Instant horizon = AT.plus(Duration.ofMinutes(10));

    assertThat(fold(horizon)).isEqualTo(Folded.NOTHING);
    assertThat(fold(horizon.plusNanos(1))).isEqualTo(new Folded(1, 0, 0));
    assertThat(fold(horizon.plusNanos(1))).isEqualTo(Folded.NOTHING);
  }

  @Test
  void shouldFoldNothingThatIsNotArchived() throws Exception {
    record("old", null);
    clock.step(Duration.ofDays(2));
    Path file = Files.createFile(archive.resolve("no-directory"));
    Horizon horizon = new Horizon(AT.plus(Duration.ofDays(1)), AT, file);

    assertThatThrownBy(() -> retention.fold(tree.platformId(), horizon))
        .isInstanceOf(IOException.class);

    AddedUp platform = new AddedUp(graph, tree.platformId());
    assertThat(platform.operations()).containsExactly(tree.id("old"));
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
    // the next run goes on, although there is nothing newer
    assertThat(fold(AT.plus(Duration.ofDays(1)))).isEqualTo(new Folded(1, 0, 0));
    assertThat(platform.operations()).isEmpty();
    assertThat(ArchivedUsages.read(archive, tree.platformId())).containsOnlyKeys(tree.id("old"));
  }

  /** More than a page of parts: one is cut by its end. */
  @Test
  void shouldFoldSplitUsagesWhole() throws Exception {
    List<Map<String, Object>> splits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      splits.add(split("split-" + i, i % 2 == 0 ? AT.minusSeconds(i) : null, "gpt-4o"));
    }
    String own = tree.id("own-model");
    splits.add(split("priced-late", AT, own));
    assertThat(outcomes(splits)).containsOnly("Recorded");
    clock.step(Duration.ofDays(2));
    reprice(own);
    AddedUp platform = new AddedUp(graph, tree.platformId());
    Set<String> before = platform.lines();
    Set<String> parts = platform.operations();
    assertThat(parts).hasSize(3 * 101);

    // corrected after the horizon: the whole of it stays, for now
    assertThat(fold(AT.plus(Duration.ofDays(1)))).isEqualTo(new Folded(300, 0, 0));

    assertThat(platform.lines()).isEqualTo(before);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
    assertThat(platform.operations()).hasSize(3).allMatch(id -> id.contains("priced-late"));
    assertThat(outcomes(splits.subList(0, 100))).containsOnly("TOO_OLD");
    assertThat(outcomes(splits.subList(100, 101))).containsExactly("Replayed");

    clock.step(Duration.ofDays(2));
    assertThat(record("later", null)).isInstanceOf(Recorded.class);
    clock.step(Duration.ofDays(2));
    before = platform.lines();
    assertThat(fold(clock.instant().minus(Duration.ofDays(1)))).isEqualTo(new Folded(4, 0, 0));
    assertThat(platform.lines()).isEqualTo(before);
    assertThat(outcomes(splits)).containsOnly("TOO_OLD");
    Map<String, JsonNode> archived = ArchivedUsages.read(archive, tree.platformId());
    archived.remove(tree.id("later"));
    assertThat(archived.keySet()).isEqualTo(parts);
    assertThat(archived.values().stream().mapToLong(RetentionIT::calls).sum()).isEqualTo(101);
    assertThat(archived.values())
        .filteredOn(line -> line.path("usage").has("share_of"))
        .hasSizeGreaterThanOrEqualTo(2 * 101);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  private static long calls(JsonNode line) {
    return line.path("usage").path("calls").asLong(1);
  }

  private Map<String, Object> split(String name, @Nullable Instant timestamp, String model) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", tree.id(name));
    usage.put("platformId", tree.platformId());
    usage.put("agentId", "agent-1");
    usage.put("userId", "user-1");
    usage.put("model", model);
    usage.put("provider", model.equals("gpt-4o") ? null : "own");
    usage.put("tokens", Map.of("input", 1001, "output", 101));
    usage.put("timestamp", timestamp == null ? null : timestamp.toString());
    List<Map<String, Object>> shares = new ArrayList<>();
    for (String weight : List.of("0.334", "0.333", "0.333")) {
      shares.add(Map.of("taskId", tree.taskId(shares.size()), "weight", weight));
    }
    usage.put("split", shares);
    return usage;
  }

  private static List<String> outcomes(List<Map<String, Object>> usages) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    List<Map<String, Object>> results = answer.getList("data.recordUsages");
    return results.stream()
        .map(one -> String.valueOf(one.getOrDefault("code", one.get("__typename"))))
        .toList();
  }

  private void reprice(String model) {
    Map<String, Object> price =
        Map.of(
            "model",
            model,
            "provider",
            "own",
            "platformId",
            tree.platformId(),
            "effectiveFrom",
            AT.minus(Duration.ofDays(1)).toString(),
            "components",
            List.of(Map.of("name", "input", "price", "7"), Map.of("name", "output", "price", "9")));
    assertThat(GraphQl.send("add-price", Map.of("price", price)).getString("errors")).isNull();
    JsonPath repriced =
        GraphQl.send(
            "reprice",
            Map.of(
                "filter",
                Map.of("platformIds", List.of(tree.platformId())),
                "reason",
                "a price came",
                "dryRun",
                false));
    assertThat(repriced.getInt("data.reprice.adjusted")).isPositive();
  }

  @Test
  void shouldFoldWhileOthersRecordAndCheck() throws Exception {
    for (int i = 0; i < LISTS; i++) {
      recordList("old-" + i);
    }
    clock.step(Duration.ofDays(2));
    List<Future<?>> others = new ArrayList<>();
    Folded folded;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        String caller = "new-" + i;
        others.add(
            executor.submit(
                () -> {
                  for (int list = 0; list < LISTS / 2; list++) {
                    recordList(caller + "-" + list);
                  }
                }));
      }
      others.add(
          executor.submit(
              () -> {
                for (int i = 0; i < 3; i++) {
                  assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
                  Map<String, Object> now =
                      Map.of("platformId", tree.platformId(), "asOfSequence", sequence());
                  JsonPath asOf = GraphQl.send("books", now);
                  assertThat(asOf.getList("data.books.differences")).isEmpty();
                }
              }));
      folded = fold(AT.plus(Duration.ofDays(1)));
      for (Future<?> other : others) {
        other.get();
      }
    }

    assertThat(folded).isEqualTo(new Folded((long) LISTS * LIST, 0, 0));
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
    assertThat(new AddedUp(graph, tree.platformId()).operations())
        .hasSize(CALLERS * (LISTS / 2) * LIST);
    assertThat(ArchivedUsages.read(archive, tree.platformId())).hasSize(LISTS * LIST);
  }

  @Test
  void shouldRefuseSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> schedule(0, null)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> schedule(30, 29)).hasMessageContaining("less than the 30");
    assertThatThrownBy(() -> schedule(null, 29)).hasMessageContaining("without");
    assertThat(schedule(30, 30)).isNotNull();
    assertThat(schedule(null, null)).isNotNull();
  }

  private RetentionSchedule schedule(@Nullable Integer days, @Nullable Integer eventsDays) {
    return new RetentionSchedule(
        retention,
        platforms,
        registry,
        Optional.ofNullable(days),
        Optional.ofNullable(eventsDays),
        Optional.empty(),
        "data");
  }

  private long sequence() {
    return ledger.readUnderLock(tree.platformId(), (locked, reader) -> locked.sequence());
  }

  private void recordList(String name) {
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < LIST; i++) {
      usages.add(usage(name + "-" + i, null));
    }
    assertThat(ledger.record(usages)).allMatch(Recorded.class::isInstance);
  }
}
