package dev.costgraph.export;

import static dev.costgraph.export.Table.column;

import dev.costgraph.export.Table.Column;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.usage.CostEntry;
import dev.costgraph.usage.Tag;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Usages, one row each, by platform, timestamp and sequence. */
@Singleton
class UsageExport {

  static final Table<Row> TABLE = new Table<>("usage", columns());

  private final ExportGraph graph;
  private final Platforms platforms;

  UsageExport(ExportGraph graph, Ledger ledger) {
    this.graph = graph;
    this.platforms = new Platforms(ledger);
  }

  record Row(ExportedUsage exported, ExportCursor cursor) {}

  /** Takes page after page. */
  interface PageConsumer {
    void accept(List<ExportedUsage> page) throws IOException;
  }

  void write(ExportRequest request, UsageScope scope, Rows<Row> rows) throws IOException {
    platforms.forEach(
        scope,
        request.after(),
        (place, until, after) ->
            forEachPage(
                scope,
                place.platformId(),
                until,
                after == null ? start(scope) : after.atOrAfter(start(scope)),
                after == null ? -1 : after.number(),
                page -> {
                  for (ExportedUsage one : page) {
                    Usage usage = one.usage();
                    rows.write(
                        new Row(
                            one,
                            request.cursor(
                                place.platformId(), until, usage.timestamp(), usage.sequence())));
                  }
                }));
  }

  static Instant start(UsageScope scope) {
    return Objects.requireNonNullElse(scope.filter().from(), UsageGraph.OPEN_START);
  }

  /**
   * Goes through the usages of one platform, oldest first.
   *
   * @param afterSequence of the last one that was read at {@code from}; -1 for none
   */
  void forEachPage(
      UsageScope scope,
      String platformId,
      long until,
      Instant from,
      long afterSequence,
      PageConsumer consumer)
      throws IOException {
    Instant to = Objects.requireNonNullElse(scope.filter().to(), UsageGraph.OPEN_END);
    Instant at = from;
    long last = afterSequence;
    List<ExportedUsage> page;
    do {
      page = graph.usages(scope, platformId, until, at, last, to);
      if (!page.isEmpty()) {
        consumer.accept(page);
        at = page.getLast().usage().timestamp();
        last = page.getLast().usage().sequence();
      }
    } while (page.size() == ExportGraph.PAGE);
  }

  private static List<Column<Row>> columns() {
    List<Column<Row>> columns = new ArrayList<>();
    columns.add(usage("operationId", Usage::operationId));
    columns.add(usage("timestamp", Usage::timestamp));
    columns.add(usage("recordedAt", Usage::recordedAt));
    columns.add(usage("sequence", Usage::sequence));
    columns.add(usage("platformId", Usage::platformId));
    columns.add(usage("projectId", Usage::projectId));
    columns.add(usage("taskId", Usage::taskId));
    columns.add(usage("weight", Usage::getWeight));
    columns.add(usage("agentId", Usage::agentId));
    columns.add(usage("userId", Usage::userId));
    columns.add(usage("runId", Usage::runId));
    columns.add(usage("parentRunId", Usage::parentRunId));
    columns.add(usage("step", Usage::step));
    columns.add(usage("capability", Usage::capability));
    columns.add(usage("kind", Usage::kind));
    columns.add(usage("model", Usage::model));
    columns.add(usage("provider", Usage::provider));
    columns.add(usage("serviceTier", Usage::serviceTier));
    columns.add(usage("outcome", Usage::outcome));
    columns.addAll(tokenColumns(row -> row.exported().usage().tokens()));
    columns.add(usage("quantity", Usage::quantity));
    columns.add(usage("quantityUnit", Usage::quantityUnit));
    columns.add(usage("amount", Usage::amount));
    columns.add(usage("amountCurrency", Usage::amountCurrency));
    columns.add(sum("cost", entry -> entry.totalCost().toNanos()));
    columns.add(usage("currency", Usage::currency));
    columns.add(sum("promptCost", entry -> entry.promptCost().toNanos()));
    columns.add(sum("completionCost", entry -> entry.completionCost().toNanos()));
    columns.add(column("entries", row -> (long) row.exported().entries().size()));
    columns.add(
        column(
            "adjustments",
            row ->
                row.exported().entries().isEmpty()
                    ? null
                    : Decimal.ofNanos(
                        row.exported().adjustments().stream()
                            .mapToLong(entry -> entry.totalCost().toNanos())
                            .sum())));
    columns.add(lastAdjustment("adjustedAt", CostEntry::recordedAt));
    columns.add(lastAdjustment("adjustmentReason", CostEntry::reason));
    columns.add(original("originalCost", OriginalCost::cost));
    columns.add(original("originalCurrency", OriginalCost::currency));
    columns.add(original("exchangeRate", o -> o.rate().rate()));
    columns.add(original("exchangeRateOf", o -> o.rate().base() + "/" + o.rate().quote()));
    columns.add(usage("statedCost", Usage::statedCost));
    columns.add(usage("statedCurrency", Usage::statedCurrency));
    columns.add(usage("tags", usage -> tags(usage.tags())));
    columns.add(column("cursor", row -> row.cursor().text()));
    return List.copyOf(columns);
  }

  /** {@return the ten counts and their sum; empty where there are none} */
  static <T> List<Column<T>> tokenColumns(Function<T, @Nullable TokenCounts> tokens) {
    Map<String, ToLongFunction<TokenCounts>> counts = new LinkedHashMap<>();
    counts.put("input", TokenCounts::input);
    counts.put("output", TokenCounts::output);
    counts.put("cacheRead", TokenCounts::cacheRead);
    counts.put("cacheWrite5m", TokenCounts::cacheWrite5m);
    counts.put("cacheWrite1h", TokenCounts::cacheWrite1h);
    counts.put("reasoning", TokenCounts::reasoning);
    counts.put("audioInput", TokenCounts::audioInput);
    counts.put("audioOutput", TokenCounts::audioOutput);
    counts.put("imageInput", TokenCounts::imageInput);
    counts.put("imageOutput", TokenCounts::imageOutput);
    counts.put("totalTokens", TokenCounts::getTotal);
    List<Column<T>> columns = new ArrayList<>();
    counts.forEach(
        (name, count) ->
            columns.add(
                column(
                    name,
                    row -> {
                      TokenCounts of = tokens.apply(row);
                      return of == null ? null : count.applyAsLong(of);
                    })));
    return columns;
  }

  private static Column<Row> usage(String name, Function<Usage, @Nullable Object> value) {
    return column(name, row -> value.apply(row.exported().usage()));
  }

  private static Column<Row> sum(String name, ToLongFunction<CostEntry> nanos) {
    return column(
        name,
        row -> {
          Long sum = row.exported().sum(nanos);
          return sum == null ? null : Decimal.ofNanos(sum);
        });
  }

  private static Column<Row> lastAdjustment(
      String name, Function<CostEntry, @Nullable Object> value) {
    return column(
        name,
        row -> {
          List<CostEntry> adjustments = row.exported().adjustments();
          return adjustments.isEmpty() ? null : value.apply(adjustments.getLast());
        });
  }

  private static Column<Row> original(String name, Function<OriginalCost, Object> value) {
    return column(
        name,
        row -> {
          OriginalCost original = row.exported().original();
          return original == null ? null : value.apply(original);
        });
  }

  /** {@return tags as a JSON object, by key; null for none} */
  static @Nullable Map<String, String> tags(List<Tag> tags) {
    if (tags.isEmpty()) {
      return null;
    }
    Map<String, String> byKey = new TreeMap<>();
    tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
    return byKey;
  }
}
