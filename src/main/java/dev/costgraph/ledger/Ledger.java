package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.command.Affordability;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.command.ReleaseResult;
import dev.costgraph.command.ReserveResult;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Command.Expire;
import dev.costgraph.ledger.Command.Extend;
import dev.costgraph.ledger.Command.RecordUsage;
import dev.costgraph.ledger.Command.Release;
import dev.costgraph.ledger.Command.Reserve;
import dev.costgraph.ledger.Command.Route;
import dev.costgraph.ledger.CommandQueue.Lane;
import dev.costgraph.ledger.CommandQueue.Waiting;
import dev.costgraph.ledger.PlatformWriter.OutcomeUnknown;
import dev.costgraph.platform.Platform;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.CostChange;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The way into the books. Callers block until the transaction that holds their commands has
 * committed; call it on a virtual thread.
 */
@Singleton
public class Ledger {

  private static final Logger LOG = Logger.getLogger(Ledger.class);
  private static final int RETRY_AFTER_MS = 200;

  /** What a caller is told whose command may or may not have happened. */
  static final String NOT_IN_TIME =
      "the ledger did not answer in time; send it again with the same id";

  private final Graph graph;
  private final PlatformDirectory directory;
  private final PriceGraph prices;
  private final Clock clock;
  private final LedgerMetrics metrics;
  private final Event<LedgerAdvanced> advanced;
  private final Map<String, PlatformWriter> writers = new ConcurrentHashMap<>();

  Ledger(
      Graph graph,
      PlatformDirectory directory,
      PriceGraph prices,
      Clock clock,
      LedgerMetrics metrics,
      Event<LedgerAdvanced> advanced) {
    this.graph = graph;
    this.directory = directory;
    this.prices = prices;
    this.clock = clock;
    this.metrics = metrics;
    this.advanced = advanced;
    metrics.queue(writers, all -> all.values().stream().mapToInt(w -> w.commandsWaiting()).sum());
  }

  /** Books usages, each once; {@return one outcome per usage, in the order given} */
  public List<RecordUsageResult> record(List<UsageInput> usages) {
    List<Command> commands = usages.stream().map(usage -> (Command) RecordUsage.of(usage)).toList();
    return carryOut(commands, usages.size() == 1 ? Lane.INTERACTIVE : Lane.BULK).stream()
        .map(RecordUsageResult.class::cast)
        .toList();
  }

  /** Books a usage in place of the hold of a reservation. */
  RecordUsageResult settle(String reservationId, UsageInput usage) {
    return (RecordUsageResult) carryOut(RecordUsage.settling(reservationId, usage));
  }

  /** Holds what calls will cost at most; {@return one outcome each, in the order given} */
  List<ReserveResult> reserve(List<ReserveInput> reservations) {
    List<Command> commands =
        reservations.stream().map(reservation -> (Command) Reserve.of(reservation, false)).toList();
    return carryOut(commands, Lane.INTERACTIVE).stream().map(ReserveResult.class::cast).toList();
  }

  ReserveResult extend(String reservationId, int ttlSeconds) {
    return (ReserveResult) carryOut(new Extend(reservationId, ttlSeconds));
  }

  ReleaseResult release(String reservationId) {
    return (ReleaseResult) carryOut(new Release(reservationId));
  }

  /** {@return an {@link dev.costgraph.command.Affordability}, or a rejection} */
  Object afford(ReserveInput reservation) {
    return carryOut(Reserve.of(reservation, true));
  }

  /** Ends the holds of a platform whose time has run out; does not wait for it. */
  void expire(String platformId) {
    writer(platformId).submit(List.of(Waiting.of(new Expire(platformId))), Lane.INTERACTIVE);
  }

  private Object carryOut(Command command) {
    return carryOut(List.of(command), Lane.INTERACTIVE).getFirst();
  }

  /** {@return an outcome or a rejection per command, in the order given} */
  private List<Object> carryOut(List<Command> commands, Lane lane) {
    long deadline = System.nanoTime() + Limits.COMMAND_MAX.toNanos();
    Object[] outcomes = new Object[commands.size()];
    Map<String, List<Integer>> positions = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = commands.get(i).check();
    }
    List<@Nullable String> platformIds;
    try {
      platformIds =
          directory.platformsOf(
              IntStream.range(0, outcomes.length)
                  .mapToObj(i -> outcomes[i] == null ? commands.get(i).route() : Route.NOWHERE)
                  .toList());
    } catch (Neo4jException e) {
      LOG.errorf(e, "%d commands: the database does not answer", outcomes.length);
      Arrays.setAll(
          outcomes, i -> outcomes[i] == null ? unreachable(commands.get(i)) : outcomes[i]);
      return told(outcomes);
    }
    for (int i = 0; i < outcomes.length; i++) {
      Command command = commands.get(i);
      String platformId = platformIds.get(i);
      if (platformId == null && command instanceof RecordUsage) {
        platformId = Platform.DEFAULT_ID;
      }
      if (outcomes[i] == null && platformId == null) {
        outcomes[i] = ReservationDecisions.unknown(command.id()).rejected(command.id());
      }
      if (outcomes[i] == null && platformId != null) {
        positions.computeIfAbsent(platformId, id -> new ArrayList<>()).add(i);
      }
    }
    Map<Integer, CompletableFuture<Object>> waiting = new TreeMap<>();
    positions.forEach(
        (platformId, ofPlatform) -> {
          List<Command> taken = ofPlatform.stream().map(commands::get).toList();
          List<CompletableFuture<Object>> queued =
              System.nanoTime() < deadline
                  ? submit(platformId, taken, lane)
                  : answerAll(taken, Ledger::notInTime);
          for (int i = 0; i < queued.size(); i++) {
            waiting.put(ofPlatform.get(i), queued.get(i));
          }
        });
    waiting.forEach((i, outcome) -> outcomes[i] = await(commands.get(i), outcome, deadline));
    return told(outcomes);
  }

  private List<Object> told(Object[] outcomes) {
    List<Object> all = Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
    all.forEach(metrics::outcome);
    directory.remember(all);
    return all;
  }

  private static Object await(Command command, CompletableFuture<Object> outcome, long deadline) {
    try {
      return outcome.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return notInTime(command);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notInTime(command);
    }
  }

  /**
   * Posts what usages of a platform cost more or less by the prices of now, in one transaction;
   * {@return what was posted, per usage that changed}
   *
   * @param reason kept with each entry
   * @throws BadRequest DISK_LOW, nothing was tried; UNKNOWN
   */
  public List<CostChange> adjust(String platformId, List<String> operationIds, String reason) {
    return underLock(
        platformId,
        (locked, ledgerGraph) ->
            new Adjustments(locked, ledgerGraph, prices.asOf(locked.priceVersion()), reason)
                .post(operationIds));
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
      if (e.getCause() instanceof OutcomeUnknown || e.getCause() instanceof TimeoutException) {
        LOG.error("a change or check with unknown outcome", e.getCause());
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

  private List<CompletableFuture<Object>> submit(
      String platformId, List<Command> commands, Lane lane) {
    try {
      graph.requireDisk();
      if (commands.stream().allMatch(Ledger::onlyAsks) && !directory.exists(platformId)) {
        return answerAll(commands, command -> new Affordability(true, List.of(), null));
      }
      if (!directory.createOnFirstSight(platformId)) {
        return answerAll(commands, command -> unknownPlatform(command, platformId));
      }
    } catch (Neo4jException e) {
      LOG.errorf(e, "%d commands: the database does not answer", commands.size());
      return answerAll(commands, Ledger::unreachable);
    } catch (BadRequest e) {
      if (e.code() != BadRequest.Code.DISK_LOW) {
        throw e;
      }
      return answerAll(commands, command -> PlatformWriter.diskLow(command, e));
    }
    List<Waiting> waiting = commands.stream().map(Waiting::of).toList();
    return writer(platformId).submit(waiting, lane)
        ? waiting.stream().map(Waiting::outcome).toList()
        : answerAll(commands, Ledger::overloaded);
  }

  /** A question makes no platform: one that is not there has no budget that could say no. */
  private static boolean onlyAsks(Command command) {
    return command instanceof Reserve reserve && reserve.dryRun();
  }

  private PlatformWriter writer(String platformId) {
    return writers.computeIfAbsent(
        platformId,
        id ->
            new PlatformWriter(
                id, graph, prices, clock, metrics, p -> advanced.fire(new LedgerAdvanced(p))));
  }

  private static List<CompletableFuture<Object>> answerAll(
      List<Command> commands, Function<Command, Object> answer) {
    return commands.stream().map(answer).map(CompletableFuture::completedFuture).toList();
  }

  private static Rejected unreachable(Command command) {
    return Rejected.of(
        command.id(), RejectionCode.UNKNOWN, null, "the database does not answer; send it again");
  }

  private static Rejected notInTime(Command command) {
    return Rejected.of(command.id(), RejectionCode.UNKNOWN, null, NOT_IN_TIME);
  }

  private static Rejected unknownPlatform(Command command, String platformId) {
    return Rejected.of(
        command.id(),
        RejectionCode.UNKNOWN_RESOURCE,
        "platformId",
        "platform '%s' is not known and %d were made on first sight, the most: putPlatform first"
            .formatted(platformId, Limits.PLATFORMS_ON_FIRST_SIGHT_MAX));
  }

  private static Rejected overloaded(Command command) {
    return Rejected.later(
        command.id(),
        RejectionCode.OVERLOADED,
        "more than %d commands wait; nothing was tried".formatted(Limits.QUEUE_ROWS_MAX),
        RETRY_AFTER_MS);
  }
}
