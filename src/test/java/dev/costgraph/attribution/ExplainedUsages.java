package dev.costgraph.attribution;

import dev.costgraph.usage.CostEntry;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What explains a budget as plain loops over its usages give it, and answers in the same form. */
final class ExplainedUsages {

  private static final String LAST = "\uffff"; // where the null of a group is sorted

  private ExplainedUsages() {}

  static String totals(@Nullable Object totals) {
    if (!(totals instanceof Map<?, ?> map) || !(map.get("tokens") instanceof Map<?, ?> tokens)) {
      return "none";
    }
    return "%s of it %s, %s calls, %s unpriced, %s tokens"
        .formatted(
            map.get("cost"),
            map.get("adjustments"),
            map.get("calls"),
            map.get("unpricedCalls"),
            tokens.get("total"));
  }

  static String totals(List<Usage> of) {
    return "%s of it %s, %s calls, %s unpriced, %s tokens"
        .formatted(
            amount(of.stream().mapToLong(ExplainedUsages::nanos).sum(), false),
            amount(of.stream().mapToLong(ExplainedUsages::adjusted).sum(), false),
            of.size(),
            of.stream().filter(usage -> usage.cost() == null).count(),
            of.stream().mapToLong(Usage::totalTokens).sum());
  }

  static List<String> rows(List<Map<String, Object>> rows) {
    return rows.stream()
        .map(
            row ->
                "%s %s %s before %s"
                    .formatted(
                        row.get("keys"),
                        row.get("share"),
                        totals(row.get("totals")),
                        totals(row.get("previous"))))
        .toList();
  }

  static List<String> rows(
      List<Usage> now,
      List<Usage> before,
      Function<Usage, @Nullable String> value,
      ToLongFunction<Usage> size) {
    Map<String, List<Usage>> groups = new TreeMap<>();
    Map<String, List<Usage>> groupsBefore = new HashMap<>();
    now.forEach(one -> add(groups, value.apply(one), one));
    for (Usage one : before) {
      add(groupsBefore, value.apply(one), one);
      groups.computeIfAbsent(key(value.apply(one)), key -> new ArrayList<>());
    }
    long total = now.stream().mapToLong(size).sum();
    Comparator<Map.Entry<String, List<Usage>>> largest =
        Comparator.comparingLong(group -> -group.getValue().stream().mapToLong(size).sum());
    return groups.entrySet().stream()
        .sorted(largest)
        .limit(10)
        .map(
            group ->
                "[%s] %s %s before %s"
                    .formatted(
                        group.getKey().equals(LAST) ? null : group.getKey(),
                        ExpectedCosts.share(group.getValue().stream().mapToLong(size).sum(), total),
                        totals(group.getValue()),
                        before(groupsBefore.get(group.getKey()))))
        .toList();
  }

  private static String before(@Nullable List<Usage> group) {
    return group == null ? "none" : totals(group);
  }

  private static String key(@Nullable String value) {
    return value == null ? LAST : value;
  }

  private static void add(Map<String, List<Usage>> groups, @Nullable String value, Usage usage) {
    groups.computeIfAbsent(key(value), key -> new ArrayList<>()).add(usage);
  }

  static Map<String, String> reasons(List<Usage> of) {
    Map<String, Long> nanos = new TreeMap<>();
    Map<String, Long> usages = new TreeMap<>();
    for (Usage usage : of) {
      for (CostEntry entry : usage.entries()) {
        if (entry.entryKind() == EntryKind.ADJUSTMENT) {
          nanos.merge("" + entry.reason(), entry.totalCost().toNanos(), Long::sum);
          usages.merge("" + entry.reason(), 1L, Long::sum);
        }
      }
    }
    Map<String, String> reasons = new TreeMap<>();
    nanos.forEach(
        (reason, sum) -> reasons.put(reason, amount(sum, false) + " " + usages.get(reason)));
    return reasons;
  }

  static long nanos(Usage usage) {
    return usage.cost() == null ? 0 : usage.cost().toNanos();
  }

  static long adjusted(Usage usage) {
    return usage.entries().stream()
        .filter(entry -> entry.entryKind() == EntryKind.ADJUSTMENT)
        .mapToLong(entry -> entry.totalCost().toNanos())
        .sum();
  }

  static String amount(long units, boolean tokens) {
    BigDecimal amount = BigDecimal.valueOf(units, tokens ? 0 : 9);
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
