package dev.costgraph.ledger;

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
  private final DistributionSummary batchCommands;
  private final Timer batchTime;
  private final Counter retries;

  LedgerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.batchCommands = registry.summary("costgraph.ledger.batch.commands");
    this.batchTime =
        Timer.builder("costgraph.ledger.batch").publishPercentiles(0.5, 0.99).register(registry);
    this.retries = registry.counter("costgraph.ledger.retries");
  }

  <T> T batch(int commands, Supplier<T> transaction) {
    batchCommands.record(commands);
    return batchTime.record(transaction);
  }

  void retried() {
    retries.increment();
  }

  void outcome(Object outcome) {
    registry
        .counter("costgraph.commands", "outcome", outcome.getClass().getSimpleName())
        .increment();
  }

  <T> void queue(T state, ToDoubleFunction<T> waiting) {
    registry.gauge("costgraph.ledger.queue.commands", state, waiting);
  }
}
