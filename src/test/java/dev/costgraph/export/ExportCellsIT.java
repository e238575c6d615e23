package dev.costgraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.PageInfo;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Exports of cost cells that are written meanwhile. */
@QuarkusTest
class ExportCellsIT {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  /** Cells are counted on while they are read: each row is of one number, and all of the same. */
  @Test
  void shouldExportCellsAsOfOneNumberWhileTheyAreCounted() throws Exception {
    TestPlatform platform = TestPlatform.create("counted", port, "USD", "UTC");
    String ones = ones();
    platform.importCsv(ones);
    String usages = "/export/usage" + platform.query();
    String cursor = Objects.requireNonNull(platform.client().csv(usages).getFirst().get("cursor"));
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          writers.submit(
              () -> {
                for (int i = 0; i < 6; i++) {
                  platform.importCsv(ones);
                }
                return null;
              });
      do {
        List<Map<String, String>> cells =
            platform.client().csv("/export/costs" + platform.query() + "&grain=hourly");
        assertThat(cells).allMatch(cell -> Objects.equals(cell.get("cost"), cell.get("calls")));
        String until = part(cells.getFirst().get("cursor"), 2);
        String start =
            String.join("\n", part(cursor, 0), platform.id(), until, "2026-01-01T00:00:00Z", "0");
        assertThat(platform.client().csv(usages + "&after=" + PageInfo.cursor(start)))
            .hasSize(
                cells.stream()
                    .mapToInt(cell -> Integer.parseInt(String.valueOf(cell.get("calls"))))
                    .sum());
      } while (!writer.isDone());
      writer.get();
    }
  }

  private static String part(@Nullable String cursor, int part) {
    return PageInfo.key(Objects.requireNonNull(cursor)).split("\n", -1)[part];
  }

  /** One of 1 in each of a hundred cells. */
  private static String ones() {
    StringBuilder csv = new StringBuilder("agentId,amount,timestamp\n");
    for (int i = 0; i < 100; i++) {
      csv.append("agent-%d,1,2026-09-01T%02d:00:00Z\n".formatted(i % 20, i / 20));
    }
    return csv.toString();
  }
}
