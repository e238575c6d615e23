package dev.costgraph.ledger;

import dev.costgraph.usage.RecordUsageResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What operators watch of the ledger; names in {@code docs/operating.md}. */
@Singleton
class LedgerMetrics {

  private final MeterRegistry registry;
  private final DistributionSummary batchRecords;
  private final Timer batchTime;
  private final Counter retries;

  LedgerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.batchRecords = registry.summary("costgraph.ledger.batch.records");
    this.batchTime =
        Timer.builder("costgraph.ledger.batch").publishPercentiles(0.5, 0.99).register(registry);
    this.retries = registry.counter("costgraph.ledger.retries");
  }

  <T> T batch(int records, Supplier<T> transaction) {
    batchRecords.record(records);
    return batchTime.record(transaction);
  }

  void retried() {
    retries.increment();
  }

  void outcome(RecordUsageResult outcome) {
    registry
        .counter("costgraph.records", "outcome", outcome.getClass().getSimpleName())
        .increment();
  }

  <T> void queue(T state, ToDoubleFunction<T> waiting) {
    registry.gauge("costgraph.ledger.queue.records", state, waiting);
  }
}
