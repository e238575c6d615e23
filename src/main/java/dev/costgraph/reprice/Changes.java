package dev.costgraph.reprice;

import dev.costgraph.attribution.CostRow;
import dev.costgraph.attribution.CostTotals;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.usage.CostChange;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what repricing changes. */
final class Changes {

  private static final int PROBLEMS_MAX = 10;
  private static final String NO_MODEL = ""; // which no model is called

  private final String currency;
  private final Map<String, CostTotals> byModel = new TreeMap<>();
  private long usages;
  private long adjusted;
  private long leftOut;
  private final List<String> problems = new ArrayList<>();
  private long nanos;

  Changes(String currency) {
    this.currency = currency;
  }

  /** So many more usages were gone through. */
  void gone(int more) {
    usages += more;
  }

  void add(CostChange change) {
    if (change.problem() != null) {
      leftOut++;
      if (problems.size() < PROBLEMS_MAX) {
        problems.add(change.problem());
      }
    }
    if (!change.isChange()) {
      return;
    }
    Usage usage = change.usage();
    boolean failed = usage.outcome() == UsageOutcome.FAILED;
    CostTotals totals =
        new CostTotals(
            change.nanos(),
            change.nanos(),
            failed ? change.nanos() : 0,
            usage.share().calls(),
            failed ? usage.share().calls() : 0,
            0,
            usage.tokens() == null ? TokenCounts.NONE : usage.tokens());
    byModel.merge(Objects.requireNonNullElse(usage.model(), NO_MODEL), totals, CostTotals::plus);
    adjusted++;
    nanos = Math.addExact(nanos, change.nanos());
  }

  boolean any() {
    return adjusted > 0;
  }

  private static List<@Nullable String> keys(String model) {
    return Collections.singletonList(model.equals(NO_MODEL) ? null : model);
  }

  /** {@return the sums, the models with the largest changes first} */
  Repricing toRepricing(boolean dryRun) {
    List<CostRow> rows =
        byModel.entrySet().stream()
            .map(model -> new CostRow(keys(model.getKey()), model.getValue(), null, null))
            .sorted(Comparator.comparingLong(row -> -Math.abs(row.totals().costNanos())))
            .toList();
    return new Repricing(
        dryRun, usages, adjusted, leftOut, problems, Decimal.ofNanos(nanos), currency, rows);
  }
}
