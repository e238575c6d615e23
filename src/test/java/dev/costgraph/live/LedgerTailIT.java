package dev.costgraph.live;

import static dev.costgraph.live.Tenant.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

/**
 * What other processes commit. They are played by transactions beside the ledger, with its
 * statements, so that this process hears of them by polling alone.
 */
@QuarkusTest
class LedgerTailIT {

  private static final CypherFile LOCK = CypherFile.of("ledger/lock-ledger");
  private static final CypherFile CREATE_EVENTS = CypherFile.of("ledger/create-events");
  private static final CypherFile ADVANCE = CypherFile.of("ledger/advance-ledger");

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject Graph graph;
  @Inject LiveGraph live;
  @Inject BudgetGraph budgets;

  @Test
  void shouldShowWhatAnotherProcessCommitsWithinHalfASecond() throws InterruptedException {
    Tenant tenant = Tenant.create(port);
    String budgetId = tenant.platformBudget("root", "1", "0.5");
    try (Listener listener =
        Listener.toEvents(port, object().add("platformId", tenant.id()).add("after", 0))) {
      assertThat(listener.event().getString("message")).isEqualTo("created");
      long[] milliseconds =
          IntStream.range(0, 10).mapToLong(i -> delay(tenant, budgetId, listener, 2 + i)).toArray();

      // The median: the machine may be busy with something else for a moment.
      assertThat(LongMedian.of(milliseconds)).isLessThan(500);
    }
  }

  private long delay(Tenant tenant, String budgetId, Listener listener, long sequence) {
    try (Session session = graph.writeSession();
        Transaction tx = session.beginTransaction()) {
      write(tx, tenant.id(), budgetId, sequence);
      tx.commit();
    }
    long committed = System.nanoTime();
    try {
      assertThat(Listener.sequence(listener.event())).isEqualTo(sequence);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - committed);
  }

  @Test
  void shouldNotSeeASequenceBeforeItsTransactionIsOver() throws Exception {
    Tenant tenant = Tenant.create(port);
    String budgetId = tenant.platformBudget("root", "1", "0.5");
    assertThat(live.position(tenant.id())).isEqualTo(new Position(1, 1, Position.Folded.NONE));

    CompletableFuture<Position> waiting;
    try (Session session = graph.writeSession();
        Transaction tx = session.beginTransaction()) {
      write(tx, tenant.id(), budgetId, 2);
      waiting = CompletableFuture.supplyAsync(() -> live.position(tenant.id()));
      Thread.sleep(300);
      assertThat(waiting).isNotDone();
      tx.commit();
    }

    assertThat(waiting.get(10, TimeUnit.SECONDS))
        .isEqualTo(new Position(2, 1, Position.Folded.NONE));
  }

  /** Another process says what it folds, then folds it: nothing new was recorded. */
  @Test
  void shouldNoticeWhatIsFoldedAfterItLooked() {
    Tenant tenant = Tenant.create(port);
    tenant.platformBudget("root", "1", "0.5");
    LedgerTail tail = new LedgerTail(tenant.id(), live);
    Position before = tail.look();
    EventReading events = EventReading.of(live, budgets, tenant.id(), null, null, 0L);
    assertThat(events.next(0, before).items()).hasSize(1);

    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(
                      """
                      MATCH (ledger:Ledger {platform_id: $id})
                      MATCH (event:LedgerEvent {platform_id: $id})
                      SET ledger.folded_sequence = 1
                      DELETE event
                      """,
                      Map.of("id", tenant.id()))
                  .consume());
    }

    assertThatThrownBy(() -> events.next(0, before)).hasMessageContaining("up to 1");
    tail.look();
    assertThat(tail.position()).isEqualTo(new Position(1, 1, new Position.Folded(1, 0)));
  }

  private static void write(Transaction tx, String platformId, String budgetId, long sequence) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    tx.run(LOCK.statement(), Map.of("platformId", platformId, "lockId", "other")).consume();
    Map<String, Object> event =
        Map.ofEntries(
            Map.entry("platform_id", platformId),
            Map.entry("sequence", sequence),
            Map.entry("event_type", "BUDGET_EDITED"),
            Map.entry("at", now),
            Map.entry("budget_id", budgetId),
            Map.entry("period_start", now),
            Map.entry("period_end", now.plusMonths(1)),
            Map.entry("spent_nanos", 0L),
            Map.entry("spent_tokens", 0L),
            Map.entry("held_nanos", 0L),
            Map.entry("held_tokens", 0L),
            Map.entry("entries", 0L),
            Map.entry("message", "elsewhere"));
    tx.run(CREATE_EVENTS.statement(), Map.of("events", List.of(event))).consume();
    tx.run(
            ADVANCE.statement(),
            Map.of("platformId", platformId, "ledger", Map.of("sequence", sequence)))
        .consume();
  }
}
