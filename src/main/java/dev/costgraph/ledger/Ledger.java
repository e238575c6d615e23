package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.PlatformWriter.OutcomeUnknown;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The way into the books. Callers block until the transaction that holds their commands has
 * committed; call it on a virtual thread.
 */
@Singleton
public class Ledger {

  private static final Logger LOG = Logger.getLogger(Ledger.class);
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
    RecordUsageResult[] results = new RecordUsageResult[usages.size()];
    List<Integer> wellFormed = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      results[i] = UsageBounds.check(usages.get(i));
      if (results[i] == null) {
        wellFormed.add(i);
      }
    }
    List<UsageInput> taken = wellFormed.stream().map(usages::get).toList();
    List<RecordUsageResult> outcomes = submit(taken);
    for (int i = 0; i < outcomes.size(); i++) {
      results[wellFormed.get(i)] = outcomes.get(i);
    }
    List<RecordUsageResult> all = Arrays.stream(results).map(Objects::requireNonNull).toList();
    all.forEach(metrics::outcome);
    return all;
  }

  /** Queues usages with the writers of their platforms and waits for all of them. */
  private List<RecordUsageResult> submit(List<UsageInput> usages) {
    try {
      graph.requireDisk();
    } catch (BadRequest e) {
      return usages.stream().map(usage -> PlatformWriter.diskLow(usage, e)).toList();
    }
    List<String> platformIds;
    try {
      platformIds = directory.platformsOf(usages);
    } catch (Neo4jException e) {
      return usages.stream().map(usage -> unreachable(usage, e)).toList();
    }
    Map<String, List<Integer>> positionsByPlatform = new LinkedHashMap<>();
    for (int i = 0; i < usages.size(); i++) {
      positionsByPlatform.computeIfAbsent(platformIds.get(i), id -> new ArrayList<>()).add(i);
    }
    Map<Integer, CompletableFuture<RecordUsageResult>> outcomes = new TreeMap<>();
    positionsByPlatform.forEach(
        (id, positions) -> {
          List<CompletableFuture<RecordUsageResult>> queued =
              submit(id, positions.stream().map(usages::get).toList());
          for (int i = 0; i < positions.size(); i++) {
            outcomes.put(positions.get(i), queued.get(i));
          }
        });
    return outcomes.values().stream().map(CompletableFuture::join).toList();
  }

  /**
   * Does a step in a transaction of its own, under the lock of the platform's ledger; {@return what
   * the step returned}
   *
   * @throws BadRequest as the step threw it, with nothing changed; DISK_LOW, nothing was tried;
   *     UNKNOWN
   */
  public <T> T underLock(String platformId, LedgerStep<T> step) {
    return await(writer(platformId).change(step));
  }

  /**
   * Does a step that only reads, while nothing of the platform moves; {@return what it returned} It
   * writes nothing, so it goes on when the disk is low.
   *
   * @throws BadRequest UNKNOWN
   */
  public <T> T readUnderLock(String platformId, LedgerStep<T> step) {
    return await(writer(platformId).read(step));
  }

  private static <T> T await(CompletableFuture<T> outcome) {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OutcomeUnknown) {
        throw new BadRequest(
            BadRequest.Code.UNKNOWN,
            null,
            "the database did not answer in time; look, then try again");
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private List<CompletableFuture<RecordUsageResult>> submit(
      String platformId, List<UsageInput> usages) {
    try {
      if (!directory.createOnFirstSight(platformId)) {
        return rejectAll(usages, usage -> unknownPlatform(usage, platformId));
      }
    } catch (Neo4jException e) {
      return rejectAll(usages, usage -> unreachable(usage, e));
    } catch (BadRequest e) {
      if (e.code() != BadRequest.Code.DISK_LOW) {
        throw e;
      }
      return rejectAll(usages, usage -> PlatformWriter.diskLow(usage, e));
    }
    List<Command> commands =
        usages.stream().map(usage -> new Command(usage, ContentHash.of(usage))).toList();
    List<CompletableFuture<RecordUsageResult>> accepted = writer(platformId).record(commands);
    return accepted == null ? rejectAll(usages, Ledger::overloaded) : accepted;
  }

  private PlatformWriter writer(String platformId) {
    return writers.computeIfAbsent(
        platformId,
        id ->
            new PlatformWriter(
                id, graph, prices, clock, metrics, p -> advanced.fire(new LedgerAdvanced(p))));
  }

  private static List<CompletableFuture<RecordUsageResult>> rejectAll(
      List<UsageInput> usages, Function<UsageInput, RecordUsageResult> rejection) {
    return usages.stream().map(rejection).map(CompletableFuture::completedFuture).toList();
  }

  private static RecordUsageResult unreachable(UsageInput usage, Neo4jException e) {
    LOG.errorf(e, "usage %s: the database does not answer", usage.operationId());
    return Rejected.of(
        usage.operationId(),
        RejectionCode.UNKNOWN,
        null,
        "the database does not answer; send it again");
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
    return Rejected.later(
        usage.operationId(),
        RejectionCode.OVERLOADED,
        "more than %d records wait; nothing was tried".formatted(Limits.QUEUE_RECORDS_MAX),
        RETRY_AFTER_MS);
  }
}
