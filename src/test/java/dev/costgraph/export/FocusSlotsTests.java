package dev.costgraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import dev.costgraph.export.FocusExport.Row;
import dev.costgraph.usage.UsageScope;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is in memory of a period of FOCUS. */
class FocusSlotsTests {

  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00Z");
  private static final int MAX = Limits.FOCUS_ROWS_MAX;

  private static final FocusCharge.Key SAMPLE =
      FocusSample.charges(
              FocusSample.amount(
                  DAY.toString(),
                  "0.000001",
                  List.of(FocusSample.entry("CHARGE", DAY.toString(), 1_000, ""))))
          .getFirst()
          .key();

  @Test
  void shouldSumWhatIsOfOneRow() throws IOException {
    List<Row> rows = new ArrayList<>();
    FocusExport.Slots slots = slots(null, rows);
    for (int i = 0; i < 3 * MAX; i++) {
      slots.add(DAY, List.of(charge("ann")));
    }
    assertThat(rows).isEmpty();
    slots.write();

    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().charge().billedNanos()).isEqualTo(3L * MAX * 1_000);
  }

  /** A day of very many different rows is written in parts, and goes on after any row of them. */
  @Test
  void shouldHoldNoMoreThanItsBoundAndGoOnWithinAnyPart() throws IOException {
    List<Row> rows = new ArrayList<>();
    write(slots(null, rows), rows);

    assertThat(rows).hasSize(2 * MAX + 500);
    for (int row : List.of(0, MAX - 1, MAX, 2 * MAX + 7, 2 * MAX + 499)) {
      List<Row> rest = new ArrayList<>();
      write(slots(rows.get(row).cursor(), rest), new ArrayList<>());
      assertThat(rest).isEqualTo(rows.subList(row + 1, rows.size()));
    }
  }

  private static void write(FocusExport.Slots slots, List<Row> rows) throws IOException {
    for (int i = 0; i < 2 * MAX + 500; i++) {
      slots.add(DAY.plusSeconds(i), List.of(charge("agent-" + i)));
      if (!rows.isEmpty()) {
        assertThat(i + 1 - rows.size()).as("rows in memory").isLessThan(MAX);
      }
    }
    slots.write();
  }

  private static FocusExport.Slots slots(@Nullable ExportCursor after, List<Row> rows) {
    return new FocusExport.Slots(
        ExportRequest.of(
            "focus", ExportRequest.FILTER, List.of("grain"), new MultivaluedHashMap<>()),
        new UsageScope.Place("p", "DKK", ZoneOffset.UTC, null),
        1,
        new ExportGraph.Names("The platform", Map.of()),
        after,
        rows::add);
  }

  private static FocusCharge charge(String agentId) {
    FocusCharge.Key key =
        new FocusCharge.Key(
            DAY, false, SAMPLE.projectId(), SAMPLE.taskId(), agentId, SAMPLE.tags(), SAMPLE.sku());
    return new FocusCharge(key, BigDecimal.ONE, BigDecimal.ONE, 1_000, 1_000);
  }
}
