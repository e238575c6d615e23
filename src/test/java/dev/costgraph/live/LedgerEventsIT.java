package dev.costgraph.live;

import static dev.costgraph.live.Listener.sequence;
import static dev.costgraph.live.Listener.sequences;
import static dev.costgraph.live.Tenant.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.ledger.LedgerEventType;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Nothing missed, nothing twice, in order. */
@QuarkusTest
class LedgerEventsIT {

  private static final int WRITERS = 32;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject LiveApi api;
  @Inject LedgerTails tails;

  @Test
  void shouldShowWhatAnotherConnectionRecords() throws InterruptedException {
    Tenant tenant = Tenant.create(port);
    try (Listener listener = listen(tenant, 0)) {
      tenant.record(tenant.usage("a", "0.25"));
      tenant.record(tenant.usage("b", "0.5").add("model", "any"));

      JsonObject first = listener.event();
      assertThat(sequence(first)).isEqualTo(1);
      assertThat(first.getString("type")).isEqualTo("COST_RECORDED");
      assertThat(first.getString("operationId")).isEqualTo(tenant.operation("a"));
      assertThat(first.getString("agentId")).isEqualTo("agent");
      assertThat(first.getString("amount")).isEqualTo("0.25");
      assertThat(first.getString("message")).isEqualTo("0.25 USD");
      assertThat(first.isNull("status")).isTrue();
      JsonObject second = listener.event();
      assertThat(sequence(second)).isEqualTo(2);
      assertThat(second.getString("message")).isEqualTo("0.5 USD for any");
    }
  }

  @Test
  void shouldShowAUsageOfTwoModelsOnceAndItsCorrection() throws InterruptedException {
    Tenant tenant = Tenant.create(port);
    String json =
        """
        {"input_tokens": 20, "output_tokens": 5, "iterations": [
          {"type": "message", "input_tokens": 20, "output_tokens": 5},
          {"type": "advisor_message", "model": "claude-opus-4-5", "input_tokens": 70,
           "output_tokens": 5}]}\
        """;
    try (Listener listener = listen(tenant, 0)) {
      tenant.record(
          object()
              .add("operationId", tenant.operation("a"))
              .add("agentId", "agent")
              .add("platformId", tenant.id())
              .add("model", "claude-haiku-4-5")
              .add("timestamp", "2026-10-02T00:00:00Z")
              .add("providerUsage", object().add("api", "ANTHROPIC").add("json", json)));
      tenant
          .client()
          .send(
              "add-price",
              object()
                  .add(
                      "price",
                      object()
                          .add("model", "claude-haiku-4-5")
                          .add("provider", "anthropic")
                          .add("platformId", tenant.id())
                          .add("effectiveFrom", "2026-10-01T00:00:00Z")
                          .add("discountPercent", "20"))
                  .build());
      tenant
          .client()
          .send(
              "reprice",
              object()
                  .add(
                      "filter",
                      object().add("platformIds", Json.createArrayBuilder().add(tenant.id())))
                  .add("reason", "our discount")
                  .add("dryRun", false)
                  .build());

      JsonObject recorded = listener.event();
      assertThat(recorded.getString("type")).isEqualTo("COST_RECORDED");
      assertThat(recorded.getString("amount")).isEqualTo("0.00052");
      JsonObject adjusted = listener.event();
      assertThat(adjusted.getString("type")).isEqualTo("COST_ADJUSTED");
      assertThat(sequence(adjusted)).isEqualTo(sequence(recorded) + 1);
      assertThat(adjusted.getString("operationId")).isEqualTo(tenant.operation("a"));
      assertThat(adjusted.getString("amount")).isEqualTo("-0.000009"); // a fifth of 20 + 25
      assertThat(adjusted.getString("message")).isEqualTo("-0.000009 USD: our discount");
    }
  }

  @Test
  void shouldStartFromNowWithoutAfter() throws InterruptedException {
    Tenant tenant = Tenant.create(port);
    tenant.record(tenant.usage("before", "1"));
    try (Listener listener = Listener.toEvents(port, object().add("platformId", tenant.id()))) {
      // The protocol does not say when a subscription has begun; the tail does.
      awaitWatched(tenant, 1);
      Thread.sleep(300);
      tenant.record(tenant.usage("now", "1"));

      assertThat(listener.event().getString("operationId")).isEqualTo(tenant.operation("now"));
    }
  }

  @Test
  void shouldResumeAfterACutInTheMiddleOfConcurrentRecords() throws Exception {
    // Given 500 records of 32 writers, and a subscriber that is cut off after 120 events
    Tenant tenant = Tenant.create(port);
    List<JsonObject> seen = new ArrayList<>();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      Semaphore room = new Semaphore(WRITERS);
      try (Listener cut = listen(tenant, 0)) {
        for (int i = 0; i < 500; i++) {
          String suffix = Integer.toString(i);
          writers.submit(
              () -> {
                room.acquireUninterruptibly();
                try {
                  return tenant.record(tenant.usage(suffix, "0.001"));
                } finally {
                  room.release();
                }
              });
        }
        seen.addAll(cut.events(120));
      }

      // When it resumes with the last sequence that it saw
      try (Listener resumed = listen(tenant, sequence(seen.getLast()))) {
        seen.addAll(resumed.events(380));
      }
    }

    // Then it has seen every sequence once, in order, and every record
    assertThat(sequences(seen))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 500).boxed().toList());
    assertThat(seen.stream().map(event -> event.getString("operationId")).distinct()).hasSize(500);
  }

  @Test
  void shouldAlertOncePerCrossing() throws Exception {
    // Given a budget that 32 writers drive over two thresholds and its limit
    Tenant tenant = Tenant.create(port);
    String budgetId = tenant.platformBudget("root", "1", "0.5", "0.8");
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, WRITERS)
          .forEach(
              writer ->
                  writers.submit(
                      () -> {
                        for (int i = 0; i < 5; i++) {
                          tenant.record(tenant.usage(writer + "-" + i, "0.01"));
                        }
                      }));
    }
    String lastMonth =
        LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).minusMonths(1) + "T00:00:00Z";
    // When usages arrive late, in last month's period, and cross a threshold there
    tenant.record(tenant.usage("late-1", "0.49").add("timestamp", lastMonth));
    tenant.record(tenant.usage("late-2", "0.02").add("timestamp", lastMonth));
    tenant.record(tenant.usage("late-3", "0.02").add("timestamp", lastMonth));

    // Then each crossing is one event with the status at its moment
    List<String> alerts = new ArrayList<>();
    try (Listener listener =
        Listener.toEvents(
            port,
            object()
                .add("platformId", tenant.id())
                .add("budgetId", budgetId)
                .add(
                    "types", Json.createArrayBuilder().add("BUDGET_WARNING").add("BUDGET_EXCEEDED"))
                .add("after", 0))) {
      for (JsonObject event : listener.events(4)) {
        JsonObject status = event.getJsonObject("status");
        alerts.add(
            "%s %s at %s %s"
                .formatted(
                    event.getString("type"),
                    event.getString("threshold", "-"),
                    status.getString("spent"),
                    status.getString("state")));
        assertThat(sequence(status)).isLessThan(sequence(event));
        assertThat(status.getString("periodStart").equals(lastMonth)).isEqualTo(alerts.size() == 4);
      }
      assertThat(alerts)
          .containsExactly(
              "BUDGET_WARNING 0.5 at 0.5 WARNING",
              "BUDGET_WARNING 0.8 at 0.8 WARNING",
              "BUDGET_EXCEEDED - at 1.01 EXCEEDED",
              "BUDGET_WARNING 0.5 at 0.51 WARNING");
      // and no fifth: the next one is of a usage that comes now
      tenant.record(tenant.usage("late-4", "0.3").add("timestamp", lastMonth));
      assertThat(listener.event().getString("operationId")).isEqualTo(tenant.operation("late-4"));
    }
  }

  @Test
  void shouldFilterByBudgetAndType() throws InterruptedException {
    // Given a budget of one project and one of an agent without parent
    Tenant tenant = Tenant.create(port);
    String projectId = tenant.operation("project");
    tenant.record(tenant.usage("0", "0.1").add("projectId", projectId));
    String project =
        tenant.budget("p", object().add("type", "PROJECT").add("resourceId", projectId));
    String agent = tenant.budget("a", object().add("type", "AGENT").add("resourceId", "careful"));

    // When usages charge none, one or the other, and both
    tenant.record(tenant.usage("none", "0.1"));
    tenant.record(tenant.usage("project", "0.1").add("projectId", projectId));
    tenant.record(tenant.usage("agent", "0.1").add("agentId", "careful"));
    tenant.record(
        tenant.usage("both", "0.1").add("projectId", projectId).add("agentId", "careful"));

    // Then each subscriber sees its own, and the edit of its budget
    assertThat(operations(tenant, project, 3)).containsExactly("edit", "project", "both");
    assertThat(operations(tenant, agent, 3)).containsExactly("edit", "agent", "both");
  }

  private List<String> operations(Tenant tenant, String budgetId, int count)
      throws InterruptedException {
    try (Listener listener =
        Listener.toEvents(
            port,
            object().add("platformId", tenant.id()).add("budgetId", budgetId).add("after", 0))) {
      return listener.events(count).stream()
          .map(
              event ->
                  event.isNull("operationId")
                      ? "edit"
                      : event.getString("operationId").substring(tenant.id().length() + 1))
          .toList();
    }
  }

  @Test
  void shouldReadOnlyAsMuchAsASlowSubscriberAsksFor() {
    // Given 700 events, more than one page
    Tenant tenant = Tenant.create(port);
    for (int page = 0; page < 7; page++) {
      int from = page * 100;
      tenant.record(
          IntStream.range(from, from + 100)
              .mapToObj(i -> tenant.usage("u" + i, "0.001"))
              .toArray(jakarta.json.JsonObjectBuilder[]::new));
    }

    // When a subscriber asks for one after the other, while more is recorded
    AssertSubscriber<LedgerEvent> slow =
        api.ledgerEvents(tenant.id(), null, List.of(LedgerEventType.COST_RECORDED), 0L)
            .subscribe()
            .withSubscriber(AssertSubscriber.create(0));
    for (int i = 1; i <= 10; i++) {
      slow.awaitNextItem(Duration.ofSeconds(20));
      tenant.record(tenant.usage("later" + i, "0.001"));
    }
    assertThat(slow.getItems()).hasSize(10);
    slow.awaitNextItems(700, Duration.ofSeconds(20));

    // Then it has missed nothing and is owed nothing that it did not ask for
    assertThat(slow.getItems().stream().map(LedgerEvent::sequence))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 710).boxed().toList());
    slow.cancel();
    awaitWatched(tenant, 0);
  }

  @Test
  void shouldServeSubscribersApartAndForgetThemAllWhenTheyLeave() throws InterruptedException {
    Tenant tenant = Tenant.create(port);
    try (Listener one = listen(tenant, 0)) {
      try (Listener other = listen(tenant, 1)) {
        List<Long> recorded =
            tenant.record(tenant.usage("a", "1"), tenant.usage("b", "1"), tenant.usage("c", "1"));
        assertThat(sequences(one.events(3))).isEqualTo(recorded);
        assertThat(sequences(other.events(2))).isEqualTo(recorded.subList(1, 3));
        awaitWatched(tenant, 2);
      }
      awaitWatched(tenant, 1);
    }
    awaitWatched(tenant, 0);
  }

  @Test
  void shouldSayWhatIsWrong() throws InterruptedException {
    Tenant tenant = Tenant.create(port);
    String budgetId = tenant.platformBudget("root", "1", "0.5");
    assertThat(refusal(object().add("platformId", "no-such"))).contains("NOT_FOUND");
    assertThat(refusal(object().add("platformId", tenant.id()).add("budgetId", "no-such")))
        .contains("NOT_FOUND");
    assertThat(refusal(object().add("platformId", tenant.id()).add("after", -1)))
        .contains("OUT_OF_RANGE");
    assertThat(refusal(object().add("budgetId", budgetId))).contains("CONTRADICTING_IDS");
    awaitWatched(tenant, 0);
  }

  private String refusal(jakarta.json.JsonObjectBuilder variables) throws InterruptedException {
    try (Listener listener = Listener.toEvents(port, variables)) {
      return listener.message();
    }
  }

  private Listener listen(Tenant tenant, long after) throws InterruptedException {
    return Listener.toEvents(port, object().add("platformId", tenant.id()).add("after", after));
  }

  private void awaitWatched(Tenant tenant, int watchers) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (watchers(tenant) != watchers) {
      assertThat(System.nanoTime()).as("%d watchers", watchers).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private int watchers(Tenant tenant) {
    return tails.watched().stream()
        .filter(tail -> tail.platformId().equals(tenant.id()))
        .mapToInt(tail -> tail.watchers(0))
        .sum();
  }
}
