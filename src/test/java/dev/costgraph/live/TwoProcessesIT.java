package dev.costgraph.live;

import static dev.costgraph.live.Tenant.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.PackagedApp;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Two processes on one database: the packaged application, twice. */
@Execution(CONCURRENT)
class TwoProcessesIT {

  @TempDir Path directory;

  @Test
  void shouldShowInOneWhatTheOtherRecords() throws Exception {
    // Given a process with the embedded database, and a second one that uses it
    try (PackagedApp first = PackagedApp.start(directory.resolve("first"), Map.of());
        PackagedApp second = PackagedApp.startBeside(first, directory.resolve("second"))) {
      Tenant tenant = Tenant.create(first.port());
      String budgetId = tenant.platformBudget("root", "100", "0.5");
      tenant.record(tenant.usage("warm", "1"));

      // When a subscriber of the second listens to what the first records
      long[] milliseconds = new long[10];
      try (Listener events =
              Listener.toEvents(
                  second.port(), object().add("platformId", tenant.id()).add("after", 1));
          Listener statuses = Listener.toBudget(second.port(), budgetId)) {
        assertThat(events.event().getString("operationId")).isEqualTo(tenant.operation("warm"));
        assertThat(statuses.statuses().getFirst().getString("spent")).isEqualTo("1");
        for (int i = 0; i < milliseconds.length; i++) {
          tenant.record(tenant.usage("u" + i, "1"));
          long answered = System.nanoTime();
          assertThat(events.event().getString("operationId")).isEqualTo(tenant.operation("u" + i));
          milliseconds[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - answered);
          assertThat(statuses.statuses().getFirst().getString("spent"))
              .isEqualTo(Integer.toString(i + 2));
        }
      }

      // Then it sees each within half a second; the median, for the machine may be busy
      assertThat(LongMedian.of(milliseconds)).isLessThan(500);
      second.stop();
      first.stop();
    }
  }
}
