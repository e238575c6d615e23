package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.UsageBatch.Command;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.usage.ContentHash;
import dev.costgraph.usage.RecordUsageResult;
import dev.costgraph.usage.RecordUsageResult.Rejected;
import dev.costgraph.usage.RejectionCode;
import dev.costgraph.usage.UsageBounds;
import dev.costgraph.usage.UsageInput;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The way into the books. Callers block until the transaction that holds their commands has
 * committed; call it on a virtual thread.
 */
@Singleton
public class Ledger {

  private static final int RETRY_AFTER_MS = 200;

  private final Graph graph;
  private final PlatformDirectory directory;
  private final PriceBook prices;
  private final Clock clock;
  private final LedgerMetrics metrics;
  private final Event<LedgerAdvanced> advanced;
  private final Map<String, PlatformWriter> writers = new ConcurrentHashMap<>();

  Ledger(
      Graph graph,
      PlatformDirectory directory,
      PriceBook prices,
      Clock clock,
      LedgerMetrics metrics,
      Event<LedgerAdvanced> advanced) {
    this.graph = graph;
    this.directory = directory;
    this.prices = prices;
    this.clock = clock;
    this.metrics = metrics;
    this.advanced = advanced;
    metrics.queue(writers, all -> all.values().stream().mapToInt(w -> w.recordsWaiting()).sum());
  }

  /** Books usages, each once; {@return one outcome per usage, in the order given} */
  public List<RecordUsageResult> record(List<UsageInput> usages) {
    List<CompletableFuture<RecordUsageResult>> outcomes = new ArrayList<>();
    Map<String, List<Integer>> positionsByPlatform = new LinkedHashMap<>();
    List<String> platformIds = directory.platformsOf(usages);
    for (int i = 0; i < usages.size(); i++) {
      Rejected malformed = UsageBounds.check(usages.get(i));
      outcomes.add(malformed == null ? null : CompletableFuture.completedFuture(malformed));
      if (malformed == null) {
        positionsByPlatform.computeIfAbsent(platformIds.get(i), id -> new ArrayList<>()).add(i);
      }
    }
    positionsByPlatform.forEach((id, positions) -> submit(id, positions, usages, outcomes));
    List<RecordUsageResult> results = outcomes.stream().map(CompletableFuture::join).toList();
    results.forEach(metrics::outcome);
    return results;
  }

  /**
   * Does a step in a transaction of its own, under the lock of the platform's ledger; {@return what
   * the step returned}
   *
   * @throws BadRequest as the step threw it, with nothing changed
   */
  public <T> T underLock(String platformId, LedgerStep<T> step) {
    try {
      return writer(platformId).change(step).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void submit(
      String platformId,
      List<Integer> positions,
      List<UsageInput> usages,
      List<CompletableFuture<RecordUsageResult>> outcomes) {
    List<Command> commands =
        positions.stream()
            .map(usages::get)
            .map(usage -> new Command(usage, ContentHash.of(usage)))
            .toList();
    List<CompletableFuture<RecordUsageResult>> queued;
    if (!directory.createOnFirstSight(platformId)) {
      queued = rejectAll(commands, usage -> unknownPlatform(usage, platformId));
    } else {
      List<CompletableFuture<RecordUsageResult>> accepted = writer(platformId).record(commands);
      queued = accepted == null ? rejectAll(commands, Ledger::overloaded) : accepted;
    }
    for (int i = 0; i < positions.size(); i++) {
      outcomes.set(positions.get(i), queued.get(i));
    }
  }

  private PlatformWriter writer(String platformId) {
    return writers.computeIfAbsent(
        platformId,
        id ->
            new PlatformWriter(
                id, graph, prices, clock, metrics, p -> advanced.fire(new LedgerAdvanced(p))));
  }

  private static List<CompletableFuture<RecordUsageResult>> rejectAll(
      List<Command> commands, Function<UsageInput, RecordUsageResult> rejection) {
    return commands.stream()
        .map(command -> CompletableFuture.completedFuture(rejection.apply(command.usage())))
        .toList();
  }

  private static RecordUsageResult unknownPlatform(UsageInput usage, String platformId) {
    return Rejected.of(
        usage.operationId(),
        RejectionCode.UNKNOWN_RESOURCE,
        "platformId",
        "platform '%s' is not known and %d were made on first sight, the most: putPlatform first"
            .formatted(platformId, Limits.PLATFORMS_ON_FIRST_SIGHT_MAX));
  }

  private static RecordUsageResult overloaded(UsageInput usage) {
    return new Rejected(
        usage.operationId(),
        RejectionCode.OVERLOADED.name(),
        null,
        "more than %d records wait; nothing was tried".formatted(Limits.QUEUE_RECORDS_MAX),
        RETRY_AFTER_MS);
  }
}
