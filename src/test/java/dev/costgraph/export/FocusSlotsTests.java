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
      write(slots(rows.get(row).cursor(), rest), null);
      assertThat(rest).isEqualTo(rows.subList(row + 1, rows.size()));
    }
  }

  /** Rows with long tags are fewer in memory. */
  @Test
  void shouldHoldNoMoreCharactersThanItsBound() throws IOException {
    int length = 4_000;
    int most = Limits.FOCUS_CHARS_MAX / length;
    List<Row> rows = new ArrayList<>();
    FocusExport.Slots slots = slots(null, rows);
    for (int i = 0; i < 2 * most; i++) {
      FocusCharge charge = charge("ann", Map.of("t", i + "-".repeat(length)));
      slots.add(DAY, List.of(charge, charge));
      assertThat(i + 1 - rows.size()).as("rows in memory").isLessThan(most);
      if (i < most * 3 / 4) {
        assertThat(rows).as("what is there already adds nothing").isEmpty();
      }
    }
    assertThat(rows.getFirst().charge().billedNanos()).isEqualTo(2_000);
    slots.write();

    assertThat(rows).hasSize(2 * most);
  }

  /**
   * @param rows what was written from the start; null when it is gone on with
   */
  private static void write(FocusExport.Slots slots, @Nullable List<Row> rows) throws IOException {
    for (int i = 0; i < 2 * MAX + 500; i++) {
      slots.add(DAY.plusSeconds(i), List.of(charge("agent-" + i)));
      if (rows != null) {
        assertThat(i + 1 - rows.size()).as("rows in memory").isLessThan(MAX);
      }
    }
    slots.write();
  }

  private static FocusExport.Slots slots(@Nullable ExportCursor after, List<Row> rows) {
    return new FocusExport.Slots(
        ExportRequest.of(
            "focus", ExportRequest.FILTER, Map.of("grain", "daily"), new MultivaluedHashMap<>()),
        new UsageScope.Place("p", "DKK", ZoneOffset.UTC, null),
        1,
        new ExportGraph.Names("The platform", Map.of(), FocusSample.MAKERS),
        after,
        rows::add);
  }

  private static FocusCharge charge(String agentId) {
    return charge(agentId, SAMPLE.tags());
  }

  private static FocusCharge charge(String agentId, @Nullable Map<String, String> tags) {
    FocusCharge.Key key =
        new FocusCharge.Key(
            DAY, false, SAMPLE.projectId(), SAMPLE.taskId(), agentId, tags, SAMPLE.sku());
    return new FocusCharge(key, BigDecimal.ONE, BigDecimal.ONE, 1_000, 1_000);
  }
}
