package dev.costgraph.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SteppedClock;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports whose budgets below have periods of their own, and of periods that still run. */
@QuarkusTest
class ReportPeriodsIT extends ReportPlatform {

  @Inject SteppedClock clock;

  @BeforeEach
  void create() {
    clock.stop(Instant.parse("2031-05-02T06:00:00Z"));
    tree = TestTree.create("report-periods");
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  /** The weeks of March 2031 begin on 24 February and 3, 10, 17, 24 and 31 March. */
  @Test
  void shouldTellOfEveryPeriodThatPassedItsLimit() {
    budget("weekly", 1, Map.of("period", "WEEK", "limit", "10"), "project-a");
    budget("tokens", 1, Map.of("unit", "TOKENS", "limit", "1000000", "period", "DAY"), "project-a");
    budget("nothing", 1, Map.of("limit", "0"), "project-a");
    Map<String, Object> many = Map.of("model", "gpt-4o", "tokens", Map.of("input", 1_100_000));
    record(
        List.of(
            usage("a", "2031-02-27T12:00:00Z", 1, "agent-2", "30"),
            usage("b", "2031-03-05T12:00:00Z", 1, "agent-2", "12"),
            usage("c", "2031-03-12T12:00:00Z", 1, "agent-2", "10"),
            usage("d", "2031-03-26T12:00:00Z", 1, "agent-2", "11"),
            usage("e", "2031-04-09T12:00:00Z", 1, "agent-2", "99"),
            usage("f", "2031-03-20T12:00:00Z", 1, "agent-2", many)));

    String text = report("project-a", "month", "2031-03-15");

    assertThat(rows(text, "Over their limit"))
        .containsExactly(
            "| nothing | MONTH from 2031-03-01 | 35.75 | 0 |  | 35.75 | USD | EXCEEDED |",
            "| weekly | WEEK from 2031-02-24 | 30 | 10 | 300.0 % | 20 | USD | EXCEEDED |",
            "| weekly | WEEK from 2031-03-03 | 12 | 10 | 120.0 % | 2 | USD | EXCEEDED |",
            "| tokens | DAY from 2031-03-20 | 1100000 | 1000000 | 110.0 % | 100000 | tokens |"
                + " EXCEEDED |",
            "| weekly | WEEK from 2031-03-24 | 11 | 10 | 110.0 % | 1 | USD | EXCEEDED |");
    assertThat(section(text, "Over their limit").getFirst())
        .contains("each period that the report touches: that whole period,");
    assertThat(rows(text, "Budgets below"))
        .startsWith("| nothing | MONTH from 2031-03-01 | 35.75 | 0 |  | 35.75 | USD | EXCEEDED |")
        .contains("| weekly | WEEK from 2031-03-31 | 0 | 10 | 0.0 % |  | USD | OK |");
  }

  @Test
  void shouldCompareAPeriodThatRunsWithAsMuchOfTheOneBefore() {
    budget("daily", 1, Map.of("period", "DAY", "limit", "10"), "project-a");
    record(
        List.of(
            usage("a", "2031-04-01T12:00:00Z", 1, "agent-2", "10"),
            usage("b", "2031-04-02T06:00:00Z", 1, "agent-2", "90"),
            usage("c", "2031-05-02T05:00:00Z", 1, "agent-2", "15")));

    String text = report("project-a", "month", null);

    String before = "2031-04-01 00:00 to 2031-04-02 06:00 of the period before";
    assertThat(text)
        .contains("| Spent, USD | 15 | +50 % against a part of the period before |")
        .contains("| The period before | 10 | " + before + " |");
    assertThat(section(text, "Agents"))
        .startsWith("The first 1 of 1. The change is against " + before + ".")
        .endsWith("| agent-2 | 15 | 100.0 % | +50 % | 1 | 15 |");
    assertThat(rows(text, "Budgets below"))
        .contains("| daily | DAY from 2031-05-02 | 15 | 10 | 150.0 % | 5 | USD | EXCEEDED |");
    assertThat(rows(text, "Over their limit")).hasSize(1);
    assertThat(report("project-a", "month", "2031-06-01"))
        .as("of a period that has not begun")
        .contains("| Spent, USD | 0 |  |")
        .doesNotContain("The period before");
  }

  @Test
  void shouldTellOfBudgetsThatWereClosedSince() {
    budget("yearly", 1, Map.of("period", "YEAR", "limit", "1"), "project-a");
    record(List.of(usage("a", "2031-03-05T12:00:00Z", 1, "agent-2", "3")));
    send("close-budget", Map.of("budgetId", tree.id("yearly")));

    List<String> closed =
        List.of("| yearly | YEAR from 2031-01-01 | 3 | 1 | 300.0 % | 2 | USD | CLOSED |");
    assertThat(rows(report("project-a", "month", "2031-03-15"), "Over their limit"))
        .isEqualTo(closed);
    assertThat(rows(report("project-a", "month", "2031-05-15"), "Over their limit"))
        .as("closed while the report's period ran")
        .isEqualTo(closed);
    assertThat(rows(report("project-a", "month", "2031-06-15"), "Over their limit")).isEmpty();
  }

  @Test
  void shouldCountByTheCalendarOfTheBudget() {
    budget("kathmandu", 1, Map.of("zone", "Asia/Kathmandu", "limit", "10"), "project-a");
    record(
        List.of(
            usage("before", "2031-03-04T18:14:59Z", 1, "agent-2", "1"),
            usage("first", "2031-03-04T18:15:00Z", 1, "agent-2", "2"),
            usage("last", "2031-03-05T18:14:59Z", 1, "agent-2", "4"),
            usage("after", "2031-03-05T18:15:00Z", 1, "agent-2", "8")));

    String text = report("kathmandu", "day", "2031-03-05");

    assertThat(text)
        .startsWith("# Daily report of kathmandu, 5 March 2031\n")
        .contains("2031-03-04T18:15:00Z to 2031-03-05T18:15:00Z (Asia/Kathmandu)")
        .contains("| Spent, USD | 6 | +500 % against the period before |")
        .contains("15 of 10 in MONTH from 2031-03-01, as known now: EXCEEDED");
    assertThat(sparkline(text)).isEqualTo("▄" + "▁".repeat(22) + "█");
    assertThat(rows(text, "Largest calls").getFirst()).contains("| 2031-03-05 23:59:59 | 4 |");
  }
}
