package dev.costgraph.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.ledger.TestTree;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a check by the clock leaves as metrics. */
@QuarkusTest
class BooksScheduleIT {

  @Inject BooksSchedule schedule;
  @Inject MeterRegistry registry;

  @Test
  void shouldShowThatTheBooksBalance() {
    String platformId = TestTree.create("schedule").platformId();
    assertThat(gauge("costgraph.books.balanced", platformId)).as("before the first").isNull();

    schedule.check(platformId);

    assertThat(gauge("costgraph.books.balanced", platformId)).isEqualTo(1);
    assertThat(gauge("costgraph.books.checked.at", platformId)).isPositive();
  }

  /** An alert on 0 has to see it, also when no check has succeeded yet. */
  @Test
  void shouldShowThatTheFirstCheckFailed() {
    schedule.check("nobody-has-this-platform");

    assertThat(gauge("costgraph.books.balanced", "nobody-has-this-platform")).isEqualTo(0);
    assertThat(gauge("costgraph.books.checked.at", "nobody-has-this-platform")).isEqualTo(0);
  }

  private @Nullable Double gauge(String name, String platformId) {
    Gauge gauge = registry.find(name).tag("platform", platformId).gauge();
    return gauge == null ? null : gauge.value();
  }
}
