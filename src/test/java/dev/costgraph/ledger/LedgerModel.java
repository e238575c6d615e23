package dev.costgraph.ledger;

import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Unit;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger ought to answer and count, written a second time from the rules of
 * docs/domain.md: one platform, no database, no batches, and no code of the ledger. An answer is a
 * line of text. It knows what the history of {@link LedgerModelIT} can do, no more: every id that
 * is named exists, and what an edit refuses is not asked here.
 */
final class LedgerModel {

  private static final long NANOS_PER_INPUT = 2_500; // gpt-4o since October 2024
  private static final long NANOS_PER_OUTPUT = 10_000;

  final ModelTree tree;
  final Map<String, Held> reservations = new TreeMap<>();
  private final Map<String, Object> sentByOperation = new HashMap<>();
  private Instant last = Instant.EPOCH;

  /** A reservation with where it is held. */
  static final class Held {
    final ReserveInput sent;
    final long nanos;
    final long tokens;
    final Instant from;
    final List<ModelBudget> on;
    Instant until;
    String state = "OPEN";

    Held(ReserveInput sent, long nanos, long tokens, Stretch life, List<ModelBudget> on) {
      this.sent = sent;
      this.nanos = nanos;
      this.tokens = tokens;
      this.from = life.from();
      this.until = life.to();
      this.on = on;
    }

    Stretch life() {
      return new Stretch(from, until);
    }
  }

  /** A stretch of time, its end exclusive. */
  record Stretch(Instant from, Instant to) {}

  private record No(ModelBudget budget, ModelPeriod period, long missing) {}

  LedgerModel(String platformId) {
    this.tree = new ModelTree(platformId);
  }

  /** Ledger time; a command that decides ends what is due first. */
  Instant decide(Instant clock) {
    time(clock);
    for (Held held : reservations.values()) {
      if (held.state.equals("OPEN") && !held.until.isAfter(last)) {
        end(held, "EXPIRED");
      }
    }
    return last;
  }

  Instant time(Instant clock) {
    last = clock.isAfter(last) ? clock : last;
    return last;
  }

  String record(UsageInput usage, @Nullable String reservationId, Instant clock) {
    Instant now = decide(clock);
    Object sent = Map.entry(usage, String.valueOf(reservationId));
    Object before = sentByOperation.putIfAbsent(usage.operationId(), sent);
    if (before != null) {
      return before.equals(sent) ? "Replayed" : "Conflict";
    }
    Held held = reservationId == null ? null : reservations.get(reservationId);
    boolean nowhere =
        usage.taskId() == null && usage.projectId() == null && usage.platformId() == null;
    String task = nowhere && held != null ? held.sent.taskId() : usage.taskId();
    String project = nowhere && held != null ? held.sent.projectId() : usage.projectId();
    Long cost = cost(usage.amount(), usage.tokens(), usage.model());
    int warnings = cost == null ? 1 : 0;
    if (reservationId != null) {
      if (held != null && held.state.equals("OPEN")) {
        end(held, "SETTLED");
      } else {
        warnings++;
      }
    }
    Instant at = usage.timestamp() == null ? now : usage.timestamp();
    Map<String, String> statuses = new TreeMap<>();
    if (usage.split() == null) {
      Part all = new Part(cost == null ? 0 : cost, tokens(usage.tokens()), 1);
      charge(usage, task, project, at, all, statuses);
    } else {
      List<Part> parts = ModelSplit.parts(usage);
      for (int i = 0; i < parts.size(); i++) {
        charge(usage, usage.split().get(i).taskId(), null, at, parts.get(i), statuses);
      }
    }
    return "Recorded cost %s warnings %d%s"
        .formatted(cost, warnings, sorted(List.copyOf(statuses.values())));
  }

  /** What one task gets of a usage. */
  record Part(long nanos, long tokens, long calls) {}

  private void charge(
      UsageInput usage,
      @Nullable String task,
      @Nullable String project,
      Instant at,
      Part part,
      Map<String, String> statuses) {
    List<ModelBudget> charged =
        tree.counting(
            task,
            project,
            usage.agentId(),
            usage.userId(),
            usage.model(),
            new Stretch(at, at.plusNanos(1)));
    for (ModelBudget budget : charged) {
      ModelPeriod period = budget.period(at);
      if (period != null) {
        period.nanos += part.nanos();
        period.tokens += part.tokens();
        period.entries += part.calls();
        statuses.put(budget.id, budget.status(period));
      }
    }
  }

  String reserve(ReserveInput wanted, Instant clock) {
    Instant now = decide(clock);
    Held before = reservations.get(wanted.reservationId());
    if (before != null) {
      return before.sent.equals(wanted) ? "ReserveReplayed " + before.state : "Conflict";
    }
    Stretch life = new Stretch(now, now.plusSeconds(wanted.ttlSeconds()));
    Long cost = cost(wanted.amount(), wanted.tokens(), wanted.model());
    long nanos = cost == null ? 0 : cost;
    long tokens = tokens(wanted.tokens());
    List<ModelBudget> on = counting(wanted, life);
    if (cost == null && on.stream().anyMatch(ModelBudget::deniesMoney)) {
      return "Rejected UNPRICED";
    }
    List<No> nos = nos(on, budget -> budget.periods(life), nanos, tokens);
    if (!nos.isEmpty()) {
      return "Denied" + told(nos);
    }
    long soft = on.stream().filter(b -> b.passesSoftly(b.periods(life), nanos, tokens)).count();
    Held held = new Held(wanted, nanos, tokens, life, on);
    hold(held, on, life, 1);
    reservations.put(wanted.reservationId(), held);
    return "Reserved warnings " + (soft + (cost == null ? 1 : 0)) + now(on, now);
  }

  String afford(ReserveInput wanted, Instant clock) {
    Instant now = decide(clock);
    Stretch life = new Stretch(now, now.plusSeconds(wanted.ttlSeconds()));
    Long cost = cost(wanted.amount(), wanted.tokens(), wanted.model());
    List<ModelBudget> on = counting(wanted, life);
    if (cost == null && on.stream().anyMatch(ModelBudget::deniesMoney)) {
      return "Rejected UNPRICED";
    }
    List<No> nos = nos(on, b -> b.periods(life), cost == null ? 0 : cost, tokens(wanted.tokens()));
    return nos.isEmpty() ? "affordable" : "not affordable" + told(nos);
  }

  String extend(String reservationId, int ttlSeconds, Instant clock) {
    Instant now = decide(clock);
    Held held = reservations.get(reservationId);
    if (held == null) {
      return "Rejected UNKNOWN_RESERVATION";
    }
    if (!held.state.equals("OPEN")) {
      return "Rejected RESERVATION_ENDED";
    }
    Instant until = now.plusSeconds(ttlSeconds);
    if (!until.isAfter(held.until)) {
      return "Reserved warnings 0" + now(held.on, now);
    }
    Stretch longer = new Stretch(held.from, until);
    if (!tree.reached(held, longer).equals(tree.reached(held, held.life()))) {
      return "Rejected NOT_EXTENDABLE";
    }
    Map<ModelBudget, List<ModelPeriod>> added = new HashMap<>();
    for (ModelBudget budget : held.on) {
      List<ModelPeriod> more = new ArrayList<>(budget.periods(longer));
      more.removeAll(budget.periods(held.life()));
      added.put(budget, more);
    }
    List<No> nos =
        nos(
            held.on,
            b -> b.frozen ? b.periods(held.life()) : Objects.requireNonNull(added.get(b)),
            held.nanos,
            held.tokens);
    if (!nos.isEmpty()) {
      return "Denied" + told(nos);
    }
    long soft =
        held.on.stream()
            .filter(
                b -> b.passesSoftly(Objects.requireNonNull(added.get(b)), held.nanos, held.tokens))
            .count();
    added.values().forEach(more -> more.forEach(period -> period.hold(held.nanos, held.tokens)));
    held.until = until;
    return "Reserved warnings " + soft + now(held.on, now);
  }

  String release(String reservationId, Instant clock) {
    decide(clock);
    Held held = reservations.get(reservationId);
    if (held == null) {
      return "Rejected UNKNOWN_RESERVATION";
    }
    if (held.state.equals("SETTLED")) {
      return "Rejected RESERVATION_ENDED";
    }
    if (held.state.equals("OPEN")) {
      end(held, "RELEASED");
    }
    return "Released " + held.state;
  }

  private void end(Held held, String state) {
    hold(held, held.on, held.life(), -1);
    held.state = state;
  }

  private static void hold(Held held, List<ModelBudget> on, Stretch life, int sign) {
    for (ModelBudget budget : on) {
      budget.periods(life).forEach(one -> one.hold(sign * held.nanos, sign * held.tokens));
    }
  }

  private static List<No> nos(
      List<ModelBudget> on,
      java.util.function.Function<ModelBudget, List<ModelPeriod>> periods,
      long nanos,
      long tokens) {
    List<No> nos = new ArrayList<>();
    for (ModelBudget budget : on) {
      List<ModelPeriod> touched = periods.apply(budget);
      if (budget.frozen) {
        touched.stream().limit(1).forEach(first -> nos.add(new No(budget, first, 0)));
        continue;
      }
      Long limit = budget.limit;
      if (limit == null || budget.enforcement != Enforcement.HARD) {
        continue;
      }
      No worst = null;
      for (ModelPeriod period : touched) {
        long missing = budget.taken(period) + budget.wanted(nanos, tokens) - limit;
        if (missing > 0 && (worst == null || missing > worst.missing())) {
          worst = new No(budget, period, missing);
        }
      }
      if (worst != null) {
        nos.add(worst);
      }
    }
    return nos;
  }

  /** The largest amount that is missing, of money before tokens; and who said no. */
  private static String told(List<No> nos) {
    Map<Unit, Long> missing = new HashMap<>();
    nos.stream()
        .filter(no -> no.missing() > 0)
        .forEach(no -> missing.merge(no.budget().unit, no.missing(), Math::max));
    Unit unit = missing.containsKey(Unit.MONEY) ? Unit.MONEY : Unit.TOKENS;
    long shortfall = missing.getOrDefault(unit, 0L);
    BigDecimal shown = BigDecimal.valueOf(shortfall, unit == Unit.MONEY ? 9 : 0);
    return " shortfall "
        + (shortfall == 0 ? "0" : shown.stripTrailingZeros().toPlainString())
        + sorted(nos.stream().map(no -> no.budget().status(no.period())).toList());
  }

  private static String now(List<ModelBudget> on, Instant now) {
    List<String> statuses = new ArrayList<>();
    for (ModelBudget budget : on) {
      ModelPeriod period = budget.period(now);
      if (period != null) {
        statuses.add(budget.status(period));
      }
    }
    return sorted(statuses);
  }

  static String sorted(List<String> statuses) {
    return statuses.stream().sorted().map(one -> "\n  " + one).collect(Collectors.joining());
  }

  private List<ModelBudget> counting(ReserveInput wanted, Stretch life) {
    return tree.counting(
        wanted.taskId(),
        wanted.projectId(),
        wanted.agentId(),
        wanted.userId(),
        wanted.model(),
        life);
  }

  private static @Nullable Long cost(
      @Nullable Decimal amount, @Nullable TokenCountsInput tokens, @Nullable String model) {
    if (amount != null) {
      return nanos(amount);
    }
    return tokens != null && "gpt-4o".equals(model) ? prompt(tokens) + completion(tokens) : null;
  }

  static long nanos(Decimal amount) {
    return new BigDecimal(amount.text()).movePointRight(9).longValueExact();
  }

  static long prompt(TokenCountsInput tokens) {
    return tokens.input() * NANOS_PER_INPUT;
  }

  static long completion(TokenCountsInput tokens) {
    return tokens.output() * NANOS_PER_OUTPUT;
  }

  private static long tokens(@Nullable TokenCountsInput tokens) {
    return tokens == null ? 0 : tokens.input() + tokens.output();
  }

  /** {@return whether it can be closed now; then it is} */
  boolean close(String budgetId, Instant clock) {
    Instant now = time(clock);
    ModelBudget budget = tree.budget(budgetId);
    boolean used =
        tree.budgets.values().stream().anyMatch(b -> !b.closed && b.parents.contains(budgetId))
            || reservations.values().stream()
                .anyMatch(
                    held ->
                        held.state.equals("OPEN")
                            && held.until.isAfter(now)
                            && held.on.contains(budget));
    budget.closed |= !used;
    return budget.closed;
  }

  /** {@return every period that counts something, as text by budget and start} */
  Map<String, String> counters() {
    Map<String, String> counters = new TreeMap<>();
    tree.budgets.values().forEach(budget -> budget.counters(counters));
    return counters;
  }

  /** {@return what all open reservations hold: how many, nanos, tokens} */
  String totals() {
    List<Held> open =
        reservations.values().stream().filter(held -> held.state.equals("OPEN")).toList();
    return "%d open, %d nanos, %d tokens"
        .formatted(
            open.size(),
            open.stream().mapToLong(held -> held.nanos).sum(),
            open.stream().mapToLong(held -> held.tokens).sum());
  }
}
