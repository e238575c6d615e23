package dev.costgraph.durability;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a ledger and what it answered, kept outside of the process that may die. It is
 * right from one moment to the next: a command is in it before it is sent.
 */
public final class Journal {

  /**
   * One item of a request.
   *
   * @param id chosen by the caller, the same in every try
   * @param content as sent
   */
  public record Command(String id, JsonObject content) {}

  /**
   * @param operation of {@code graphql/operations}, with one root field
   * @param commands in the order of their outcomes
   */
  public record Request(String operation, JsonObject variables, List<Command> commands) {}

  /** Answers after which a command has certainly happened. */
  private static final List<String> DONE = List.of("Recorded", "Replayed");

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

    /** {@return the usage as it was first answered; null before that} */
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
    private synchronized @Nullable String done(String outcome, JsonObject usage) {
      mayHaveHappened = true;
      if (acknowledged == null) {
        acknowledged = usage;
        return null;
      }
      if (!acknowledged.equals(usage)) {
        return "%s, after %d sends %s, was %s".formatted(outcome, sends, usage, acknowledged);
      }
      return outcome.equals("Replayed") ? null : outcome + " again: " + usage;
    }
  }

  private final Map<String, Fate> fates = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
  private final Queue<Command> open = new ConcurrentLinkedQueue<>();
  private final Queue<Command> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();

  /** {@return a number that no other command has} */
  public long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** {@return a command to send again because it is not known to have happened; null for none} */
  public @Nullable Command takeOpen() {
    return open.poll();
  }

  /** {@return an acknowledged command to send once more; null for none} */
  public @Nullable Command takeAcknowledged(Random random) {
    return random.nextInt(20) == 0 ? acknowledged.poll() : null;
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
      open.add(command);
    }
  }

  void answered(Request request, JsonObject data, long nanos) {
    slowestNanos.accumulateAndGet(nanos, Math::max);
    JsonValue field = data.values().iterator().next();
    List<JsonObject> results =
        field instanceof JsonArray list
            ? list.getValuesAs(JsonObject.class)
            : List.of(field.asJsonObject());
    if (results.size() != request.commands().size()) {
      wrong.add("%d outcomes of %d".formatted(results.size(), request.commands().size()));
      return;
    }
    for (int i = 0; i < results.size(); i++) {
      answered(request.commands().get(i), results.get(i));
    }
  }

  private void answered(Command command, JsonObject result) {
    String type = result.getString("__typename");
    String outcome = type.equals("Rejected") ? result.getString("code") : type;
    count(outcome);
    Fate fate = fate(command.id());
    if (DONE.contains(outcome)) {
      String error = fate.done(outcome, result.getJsonObject("usage"));
      if (error != null) {
        wrong.add(command.id() + ": " + error);
      }
      acknowledged.add(command);
    } else if (NOT_TRIED.contains(outcome)) {
      open.add(command);
    } else if (outcome.equals("UNKNOWN")) {
      fate.unknown();
      open.add(command);
    } else {
      wrong.add(command.id() + ": " + result);
    }
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

  /** {@return answers with which a command was booked or had been} */
  long acknowledgements() {
    return count("Recorded", "Replayed");
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
}
