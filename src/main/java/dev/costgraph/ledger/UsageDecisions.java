package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.ledger.LedgerGraph.Booked;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import dev.costgraph.ledger.PlatformCache.Leaf;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.UnknownResources;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.usage.CostEntry;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.RecordUsageResult;
import dev.costgraph.usage.RecordUsageResult.Conflict;
import dev.costgraph.usage.RecordUsageResult.Rejected;
import dev.costgraph.usage.RecordUsageResult.Replayed;
import dev.costgraph.usage.RejectionCode;
import dev.costgraph.usage.Tag;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each usage of a batch, in arrival order, in plain Java: everything it
 * needs was read under the lock. After {@link #decide} a {@link Charge} must succeed.
 */
final class UsageDecisions {

  private final LockedLedger ledger;
  private final BudgetTree tree;
  private final PlatformCache cache;
  private final PriceBook prices;
  private final Map<String, Booked> booked;
  private final Map<String, TaskPlace> tasks;
  private final Map<String, String> projects;

  private final Map<String, String> newProjects = new LinkedHashMap<>();
  private final Map<String, String> newTasks = new LinkedHashMap<>();
  private final List<Charge> charges = new ArrayList<>();
  private long sequence;
  private long chargedNanos;
  private long chargedTokens;

  /**
   * @param booked usages that are stored under ids of this batch
   * @param tasks where the batch's tasks belong, as far as they are known
   * @param projects the platforms of the batch's projects, likewise
   */
  UsageDecisions(
      LockedLedger ledger,
      BudgetTree tree,
      PlatformCache cache,
      PriceBook prices,
      Map<String, Booked> booked,
      Map<String, TaskPlace> tasks,
      Map<String, String> projects) {
    this.ledger = ledger;
    this.tree = tree;
    this.cache = cache;
    this.prices = prices;
    this.booked = new HashMap<>(booked);
    this.tasks = tasks;
    this.projects = projects;
    this.sequence = ledger.sequence();
    this.chargedNanos = ledger.chargedNanos();
    this.chargedTokens = ledger.chargedTokens();
  }

  /** Where a usage is booked, and the resources that come into being for it. */
  private record Place(
      Leaf leaf, @Nullable String newProject, @Nullable String newTask, List<String> warnings) {}

  /** Ends the decision on one usage; never leaves {@link #decide}. */
  private static final class Refused extends RuntimeException {
    private final Rejected rejected;

    Refused(UsageInput usage, RejectionCode code, String field, String message) {
      super(message, null, false, false);
      this.rejected = Rejected.of(usage.operationId(), code, field, message);
    }
  }

  /** {@return the final outcome, or null when the usage became a charge} */
  @Nullable RecordUsageResult decide(int position, UsageInput input, String contentHash) {
    Booked before = booked.get(input.operationId());
    if (before != null) {
      return before.contentHash().equals(contentHash)
          ? new Replayed(before.usage())
          : new Conflict(
              input.operationId(),
              "operationId '%s' is booked with other content".formatted(input.operationId()));
    }
    try {
      charge(position, input, contentHash);
      return null;
    } catch (Refused refused) {
      return refused.rejected;
    }
  }

  private void charge(int position, UsageInput input, String contentHash) {
    Place place = place(input);
    Instant timestamp = timestamp(input);
    String currency = ledger.platform().currency();
    if (input.currency() != null && !input.currency().equals(currency)) {
      throw new Refused(
          input,
          RejectionCode.CURRENCY_MISMATCH,
          "currency",
          "currency '%s' is not the platform's, %s".formatted(input.currency(), currency));
    }
    Charge.Price price = price(input, timestamp);
    TokenCounts tokens = input.tokens() == null ? null : input.tokens().toCounts();
    addToSums(input, price, tokens);
    Usage usage = usage(input, place.leaf(), timestamp, price, tokens);
    ChargePath path = cache.path(ledger, place.leaf());
    List<Budget> narrowing =
        tree.narrowing(
            path.budgets(), input.agentId(), input.userId(), models(input, price), timestamp);
    List<String> warnings = new ArrayList<>(place.warnings());
    if (price.unknownBecause() != null) {
      warnings.add("unpriced: " + price.unknownBecause());
    }
    create(place);
    charges.add(new Charge(position, usage, contentHash, path, narrowing, price, warnings));
    booked.put(usage.operationId(), new Booked(usage, contentHash));
  }

  private Place place(UsageInput input) {
    String platformId = ledger.platform().platformId();
    if (input.taskId() != null) {
      return task(input, input.taskId(), platformId);
    }
    return input.projectId() == null
        ? new Place(new Leaf(null, null), null, null, List.of())
        : project(input, input.projectId(), platformId);
  }

  private Place task(UsageInput input, String taskId, String platformId) {
    TaskPlace known = tasks.get(taskId);
    String projectId = known == null ? newTasks.get(taskId) : known.projectId();
    if (known != null && !known.platformId().equals(platformId)) {
      throw contradiction(
          input, "taskId", "task '%s' is of platform '%s'", taskId, known.platformId());
    }
    if (projectId != null) {
      if (input.projectId() != null && !input.projectId().equals(projectId)) {
        throw contradiction(input, "projectId", "task '%s' is of project '%s'", taskId, projectId);
      }
      return new Place(new Leaf(projectId, taskId), null, null, List.of());
    }
    requireCreation(input, "taskId", "task", taskId);
    String home = input.projectId() == null ? unassigned(platformId) : input.projectId();
    Place parent = project(input, home, platformId);
    if (room() <= (parent.newProject() == null ? 0 : 1)) {
      String warning = full("task", taskId, parent.leaf());
      return new Place(parent.leaf(), parent.newProject(), null, List.of(warning));
    }
    return new Place(new Leaf(home, taskId), parent.newProject(), taskId, List.of());
  }

  private Place project(UsageInput input, String projectId, String platformId) {
    String known = projects.getOrDefault(projectId, newProjects.get(projectId));
    if (known != null) {
      if (!known.equals(platformId)) {
        throw contradiction(
            input, "projectId", "project '%s' is of platform '%s'", projectId, known);
      }
      return new Place(new Leaf(projectId, null), null, null, List.of());
    }
    requireCreation(input, "projectId", "project", projectId);
    if (room() <= 0) {
      Leaf platform = new Leaf(null, null);
      return new Place(platform, null, null, List.of(full("project", projectId, platform)));
    }
    return new Place(new Leaf(projectId, null), projectId, null, List.of());
  }

  /** A task that is seen first without its project waits here until it is put into one. */
  static String unassigned(String platformId) {
    return platformId + ":unassigned";
  }

  private void requireCreation(UsageInput input, String field, String noun, String id) {
    if (ledger.platform().unknownResources() == UnknownResources.REJECT) {
      throw new Refused(
          input,
          RejectionCode.UNKNOWN_RESOURCE,
          field,
          "%s '%s' is not known to platform '%s', which rejects unknown ones: put it first"
              .formatted(noun, id, ledger.platform().platformId()));
    }
  }

  private long room() {
    return Limits.RESOURCES_ON_FIRST_SIGHT_MAX
        - ledger.resourcesOnFirstSight()
        - newProjects.size()
        - newTasks.size();
  }

  private static String full(String noun, String id, Leaf leaf) {
    return ("%s '%s' is not known and %d were made on first sight, the most: booked to %s; put it"
            + " first to book to it")
        .formatted(
            noun,
            id,
            Limits.RESOURCES_ON_FIRST_SIGHT_MAX,
            leaf.projectId() == null ? "the platform" : "project '" + leaf.projectId() + "'");
  }

  private static Refused contradiction(
      UsageInput input, String field, String message, String id, String other) {
    return new Refused(input, RejectionCode.CONTRADICTING_IDS, field, message.formatted(id, other));
  }

  private void create(Place place) {
    if (place.newProject() != null) {
      newProjects.put(place.newProject(), ledger.platform().platformId());
    }
    if (place.newTask() != null && place.leaf().projectId() != null) {
      newTasks.put(place.newTask(), place.leaf().projectId());
    }
  }

  private Instant timestamp(UsageInput input) {
    Instant timestamp = input.timestamp() == null ? ledger.time() : input.timestamp();
    if (timestamp.isAfter(ledger.time().plus(Limits.AHEAD_MAX))
        || timestamp.isBefore(Limits.TIMESTAMP_MIN)) {
      throw new Refused(
          input,
          RejectionCode.TIMESTAMP_OUT_OF_RANGE,
          "timestamp",
          "timestamp %s is not between %s and %d minutes ahead of %s"
              .formatted(
                  timestamp, Limits.TIMESTAMP_MIN, Limits.AHEAD_MAX.toMinutes(), ledger.time()));
    }
    return timestamp;
  }

  private Charge.Price price(UsageInput input, Instant timestamp) {
    Decimal amount = input.amount();
    if (amount != null) {
      return Charge.Price.amount(amount.toNanos());
    }
    String model = input.model();
    if (model == null) {
      return Charge.Price.unknown("a quantity without a model names nothing that has a price");
    }
    Optional<PriceMatch> match = prices.find(model, input.provider(), timestamp);
    if (match.isEmpty()) {
      return Charge.Price.unknown(prices.whyNotFound(model, input.provider(), timestamp));
    }
    ModelPrice price = match.get().price();
    if (!price.currency().equals(ledger.platform().currency())) {
      return Charge.Price.unknown(
          "the price of '%s' is in %s, the platform's currency is %s"
              .formatted(model, price.currency(), ledger.platform().currency()));
    }
    try {
      return switch (measure(input, price)) {
        case Pricing.Cost cost ->
            new Charge.Price(
                cost.promptNanos(), cost.completionNanos(), cost.totalNanos(), match.get(), null);
        case Pricing.Unpriced unpriced -> Charge.Price.unknown(unpriced.message());
      };
    } catch (ArithmeticException e) {
      throw tooLarge(input);
    }
  }

  private static Pricing measure(UsageInput input, ModelPrice price) {
    Decimal quantity = input.quantity();
    if (quantity != null) {
      return price.price(
          quantity.toBigDecimal(), String.valueOf(input.quantityUnit()), input.serviceTier());
    }
    return price.price(
        input.tokens() == null ? TokenCounts.NONE : input.tokens().toCounts(), input.serviceTier());
  }

  private void addToSums(UsageInput input, Charge.Price price, @Nullable TokenCounts tokens) {
    try {
      long nanos = Math.addExact(chargedNanos, price.totalNanos());
      chargedTokens = Math.addExact(chargedTokens, tokens == null ? 0 : tokens.getTotal());
      chargedNanos = nanos;
    } catch (ArithmeticException e) {
      throw tooLarge(input);
    }
  }

  private static Refused tooLarge(UsageInput input) {
    return new Refused(
        input,
        RejectionCode.AMOUNT_TOO_LARGE,
        input.amount() == null ? "tokens" : "amount",
        "the platform's sum would pass 9223372036.854775807");
  }

  private static List<String> models(UsageInput input, Charge.Price price) {
    if (input.model() == null) {
      return List.of();
    }
    PriceMatch match = price.match();
    return match == null || match.price().model().equals(input.model())
        ? List.of(input.model())
        : List.of(input.model(), match.price().model());
  }

  private Usage usage(
      UsageInput input,
      Leaf leaf,
      Instant timestamp,
      Charge.Price price,
      @Nullable TokenCounts tokens) {
    sequence++;
    PriceMatch match = price.match();
    String currency = ledger.platform().currency();
    return new Usage(
        input.operationId(),
        input.agentId(),
        leaf.taskId(),
        leaf.projectId(),
        ledger.platform().platformId(),
        input.userId(),
        input.runId(),
        input.parentRunId(),
        input.step(),
        input.capability(),
        input.kind(),
        input.model(),
        input.provider() == null && match != null ? match.price().provider() : input.provider(),
        input.serviceTier(),
        input.outcome(),
        tokens,
        input.quantity(),
        input.quantityUnit(),
        timestamp,
        ledger.time(),
        sequence,
        price.known() ? Decimal.ofNanos(price.totalNanos()) : null,
        currency,
        price.known() ? List.of(entry(price, currency)) : List.of(),
        input.tags() == null
            ? List.of()
            : input.tags().stream().map(tag -> new Tag(tag.key(), tag.value())).toList());
  }

  private CostEntry entry(Charge.Price price, String currency) {
    return new CostEntry(
        EntryKind.CHARGE,
        Decimal.ofNanos(price.promptNanos()),
        Decimal.ofNanos(price.completionNanos()),
        Decimal.ofNanos(price.totalNanos()),
        currency,
        null,
        ledger.time(),
        sequence);
  }

  /** {@return what is to be booked, in arrival order} */
  List<Charge> charges() {
    return charges;
  }

  /** {@return project ids that come into being} */
  Set<String> newProjects() {
    return newProjects.keySet();
  }

  /** {@return task ids that come into being, with their projects} */
  Map<String, String> newTasks() {
    return newTasks;
  }

  long sequence() {
    return sequence;
  }

  long chargedNanos() {
    return chargedNanos;
  }

  long chargedTokens() {
    return chargedTokens;
  }
}
