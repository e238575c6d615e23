package dev.costgraph.durability;

import static jakarta.json.Json.createObjectBuilder;

import dev.costgraph.durability.Journal.Command;
import dev.costgraph.durability.Journal.Fate;
import dev.costgraph.durability.Journal.Kind;
import dev.costgraph.durability.Journal.Request;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Usages in lists and one by one, and reservations, each of which is either settled or released
 * after it was acknowledged; some of all of them again.
 *
 * @param reserved reservations that were sent and have not been ended
 */
record MixedTraffic(UsageTraffic usages, Queue<Command> reserved) implements Load.Traffic {

  /** No hold runs out while a test goes on. */
  private static final int TTL_SECONDS = 86_400;

  MixedTraffic(String prefix) {
    this(new UsageTraffic(prefix), new ConcurrentLinkedQueue<>());
  }

  @Override
  public Request next(Random random, Journal journal) {
    return switch (random.nextInt(6)) {
      case 0 -> usages.next(random, journal);
      case 1 -> single(usages.usage(random, journal));
      case 2, 3 -> single(again(Kind.RESERVE, random, journal, () -> reserve(random, journal)));
      default -> single(end(random, journal));
    };
  }

  private static Command again(Kind kind, Random random, Journal journal, Supplier<Command> other) {
    Command again = journal.takeAgain(kind, random);
    return again == null ? other.get() : again;
  }

  /** {@return a new reservation} */
  Command reserve(Random random, Journal journal) {
    String id = usages.prefix() + "-hold-" + journal.nextNumber();
    JsonObject reservation =
        usages.somewhere(random).add("reservationId", id).add("ttlSeconds", TTL_SECONDS).build();
    Command command = new Command(Kind.RESERVE, id, reservation);
    reserved.add(command);
    return command;
  }

  /** Ends a reservation in one way; one that is not acknowledged yet has to wait. */
  private Command end(Random random, Journal journal) {
    Kind kind = random.nextInt(3) == 0 ? Kind.RELEASE : Kind.SETTLE;
    Command again = journal.takeAgain(kind, random);
    if (again != null) {
      return again;
    }
    Command reservation = reserved.poll();
    if (reservation == null) {
      return reserve(random, journal);
    }
    Fate fate = journal.find(reservation.id());
    if (fate == null || fate.acknowledged() == null) {
      reserved.add(reservation);
      return usages.usage(random, journal);
    }
    return kind == Kind.RELEASE ? release(reservation) : settle(reservation, random);
  }

  static Command release(Command reservation) {
    return new Command(
        Kind.RELEASE,
        releaseId(reservation.id()),
        createObjectBuilder().add("reservationId", reservation.id()).build());
  }

  Command settle(Command reservation, Random random) {
    JsonObject where = reservation.content();
    var usage =
        createObjectBuilder()
            .add("operationId", settlementId(reservation.id()))
            .add("agentId", where.getString("agentId"))
            .add("platformId", where.getString("platformId"))
            .add("taskId", where.getString("taskId"))
            .add("amount", usages.somewhere(random).build().getString("amount"));
    return new Command(
        Kind.SETTLE,
        settlementId(reservation.id()),
        createObjectBuilder().add("reservationId", reservation.id()).add("usage", usage).build());
  }

  /** {@return the id of the usage that settles a reservation} */
  static String settlementId(String reservationId) {
    return reservationId + ":settled";
  }

  /** {@return the journal's id of the release of a reservation} */
  static String releaseId(String reservationId) {
    return reservationId + ":released";
  }

  /** {@return the request for one command} */
  static Request single(Command command) {
    JsonObject content = command.content();
    List<Command> commands = List.of(command);
    return switch (command.kind()) {
      case USAGE -> new Request("record-usage", named("usage", content), commands);
      case RESERVE -> new Request("reserve", named("reservation", content), commands);
      case SETTLE -> new Request("settle", content, commands);
      case RELEASE -> new Request("release", content, commands);
    };
  }

  private static JsonObject named(String name, JsonObject value) {
    return createObjectBuilder().add(name, value).build();
  }
}
