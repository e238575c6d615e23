package dev.costgraph.durability;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a ledger and what it answered, kept outside of the process that may die. It is
 * right from one moment to the next: a command is in it before it is sent. Nobody else sends its
 * commands, and one process writes: what is answered as a replay was sent before.
 */
public final class Journal {

  /** What a command does. */
  public enum Kind {
    USAGE,
    RESERVE,
    SETTLE,
    RELEASE
  }

  /**
   * One item of a request.
   *
   * @param id unique in the journal, the same in every try
   * @param content as sent: the usage or reservation, or the variables of another kind
   */
  public record Command(Kind kind, String id, JsonObject content) {

    /** {@return the usage that it books; only for kinds that book one} */
    JsonObject usage() {
      return kind == Kind.SETTLE ? content.getJsonObject("usage") : content;
    }
  }

  /**
   * @param operation of {@code graphql/operations}, with one root field
   * @param commands in the order of their outcomes
   */
  public record Request(String operation, JsonObject variables, List<Command> commands) {}

  /** Answers after which a command has certainly happened. */
  private static final List<String> DONE =
      List.of("Recorded", "Replayed", "Reserved", "ReserveReplayed", "Released");

  /** Done, and perhaps done before. */
  private static final List<String> AGAIN = List.of("Replayed", "ReserveReplayed", "Released");

  /** Rejections that promise that nothing was tried. */
  private static final List<String> NOT_TRIED = List.of("OVERLOADED", "DISK_LOW");

  /** What became of one command. */
  static final class Fate {

    private final Command command;
    private int sends;
    private boolean mayHaveHappened;
    private @Nullable JsonObject acknowledged;

    private Fate(Command command) {
      this.command = command;
    }

    Command command() {
      return command;
    }

    /** {@return the usage or reservation as it was first answered; null before that} */
    synchronized @Nullable JsonObject acknowledged() {
      return acknowledged;
    }

    /** {@return whether a try was acknowledged or has no answer that rules it out} */
    synchronized boolean mayHaveHappened() {
      return mayHaveHappened;
    }

    private synchronized void sent() {
      sends++;
    }

    private synchronized void unknown() {
      mayHaveHappened = true;
    }

    /** {@return what is wrong about an answer; null when nothing is} */
    private synchronized @Nullable String done(String outcome, JsonObject answer) {
      mayHaveHappened = true;
      if (acknowledged == null) {
        acknowledged = answer;
        return sends == 1 && outcome.endsWith("Replayed") ? outcome + " at the first send" : null;
      }
      if (!acknowledged.equals(answer)) {
        return "%s, after %d sends %s, was %s".formatted(outcome, sends, answer, acknowledged);
      }
      return AGAIN.contains(outcome) ? null : outcome + " again: " + answer;
    }
  }

  private final Map<String, Fate> fates = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
  private final Map<Kind, Queue<Command>> open = queues();
  private final Map<Kind, Queue<Command>> acknowledged = queues();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();

  /** {@return a number that no other command has} */
  public long nextNumber() {
    return numbers.incrementAndGet();
  }

  private static Map<Kind, Queue<Command>> queues() {
    return Stream.of(Kind.values())
        .collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> new ConcurrentLinkedQueue<>()));
  }

  private static Queue<Command> of(Map<Kind, Queue<Command>> queues, Kind kind) {
    return Objects.requireNonNull(queues.get(kind));
  }

  /** {@return a command to send again: not known to have happened, or known; mostly null} */
  public @Nullable Command takeAgain(Kind kind, Random random) {
    return random.nextBoolean()
        ? of(open, kind).poll()
        : random.nextInt(20) == 0 ? of(acknowledged, kind).poll() : null;
  }

  void sending(Request request) {
    for (Command command : request.commands()) {
      fates.computeIfAbsent(command.id(), id -> new Fate(command)).sent();
    }
  }

  /** No answer came, or one that says nothing of the commands. */
  void unanswered(Request request, String why) {
    count(why);
    for (Command command : request.commands()) {
      fate(command.id()).unknown();
      of(open, command.kind()).add(command);
    }
  }

  void answered(Request request, JsonObject data, long nanos) {
    slowestNanos.accumulateAndGet(nanos, Math::max);
    List<JsonObject> results = results(data);
    if (results.size() != request.commands().size()) {
      wrong.add("%d outcomes of %d".formatted(results.size(), request.commands().size()));
      return;
    }
    for (int i = 0; i < results.size(); i++) {
      answered(request.commands().get(i), results.get(i));
    }
  }

  /** {@return the outcomes of an answer's one root field} */
  static List<JsonObject> results(JsonObject data) {
    JsonValue field = data.values().iterator().next();
    return field instanceof JsonArray list
        ? list.getValuesAs(JsonObject.class)
        : List.of(field.asJsonObject());
  }

  private void answered(Command command, JsonObject result) {
    String type = result.getString("__typename");
    String outcome = type.equals("Rejected") ? result.getString("code") : type;
    count(outcome);
    Fate fate = fate(command.id());
    if (DONE.contains(outcome)) {
      String error = fate.done(outcome, done(result));
      if (error != null) {
        wrong.add(command.id() + ": " + error);
      }
      of(acknowledged, command.kind()).add(command);
    } else if (NOT_TRIED.contains(outcome)) {
      of(open, command.kind()).add(command);
    } else if (outcome.equals("UNKNOWN")) {
      fate.unknown();
      of(open, command.kind()).add(command);
    } else {
      wrong.add(command.id() + ": " + result);
    }
  }

  private static JsonObject done(JsonObject result) {
    return result.containsKey("usage")
        ? result.getJsonObject("usage")
        : asItWasTaken(result.getJsonObject("reservation"));
  }

  private void count(String outcome) {
    outcomes.computeIfAbsent(outcome, key -> new LongAdder()).increment();
  }

  private Fate fate(String id) {
    Fate fate = fates.get(id);
    if (fate == null) {
      throw new AssertionError("never sent: " + id);
    }
    return fate;
  }

  /** {@return how often it was answered so, by type or code} */
  long count(String... names) {
    return List.of(names).stream()
        .mapToLong(name -> outcomes.containsKey(name) ? outcomes.get(name).sum() : 0)
        .sum();
  }

  /** {@return answers with which a command had happened, by then} */
  long acknowledgements() {
    return count(DONE.toArray(String[]::new));
  }

  Map<String, Long> outcomes() {
    Map<String, Long> counts = new TreeMap<>();
    outcomes.forEach((name, adder) -> counts.put(name, adder.sum()));
    return counts;
  }

  Collection<Fate> fates() {
    return fates.values();
  }

  @Nullable Fate find(String id) {
    return fates.get(id);
  }

  /** {@return answers that no correct ledger gives} */
  Collection<String> wrong() {
    return wrong;
  }

  long slowestMillis() {
    return slowestNanos.get() / 1_000_000;
  }

  /** A reservation answered again shows how it stands by then. */
  private static JsonObject asItWasTaken(JsonObject reservation) {
    return Json.createObjectBuilder(reservation).remove("state").remove("settledCost").build();
  }
}
