package dev.costgraph.export;

import dev.costgraph.Limits;
import dev.costgraph.budget.Period;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Charges in the form of FOCUS, by platform and day or hour in UTC. One slot of time is summed in
 * memory; a slot of very many or very long rows is written in parts, so that one may be there
 * twice.
 */
@Singleton
class FocusExport {

  private static final int PRICES_MAX = 1_000;

  private final ExportGraph graph;
  private final PriceGraph priceList;
  private final UsageExport usages;
  private final Platforms platforms;

  FocusExport(ExportGraph graph, PriceGraph priceList, UsageExport usages, Ledger ledger) {
    this.graph = graph;
    this.priceList = priceList;
    this.usages = usages;
    this.platforms = new Platforms(ledger);
  }

  /**
   * A row.
   *
   * @param slot the charge period
   */
  record Row(
      FocusCharge charge,
      Period.Bounds slot,
      Place place,
      ExportGraph.Names names,
      ExportCursor cursor) {}

  /** {@return days or hours} */
  static Period grain(ExportRequest request) {
    return request.option("grain", CostExport.DAILY, CostExport.HOURLY).equals(CostExport.DAILY)
        ? Period.DAY
        : Period.HOUR;
  }

  void write(ExportRequest request, UsageScope scope, Rows<Row> rows) throws IOException {
    Map<String, ModelPrice> prices = new HashMap<>();
    ModelMakers makers = ModelMakers.of(priceList.current().homes());
    platforms.forEach(
        scope,
        request.after(),
        (place, until, after) -> {
          ExportGraph.Names names = graph.names(place.platformId(), makers);
          Slots slots = new Slots(request, place, until, names, after, rows);
          usages.forEachPage(
              scope,
              place.platformId(),
              until,
              from(scope, after),
              -1,
              page -> {
                learn(page, prices);
                for (ExportedUsage one : page) {
                  slots.add(one.usage().timestamp(), FocusCharges.of(one, prices));
                }
              });
          slots.write();
        });
  }

  /** A row that is gone on after is of a slot that is summed again from its start. */
  private static Instant from(UsageScope scope, @Nullable ExportCursor after) {
    Instant start = UsageExport.start(scope);
    return after == null || after.at().isBefore(start) ? start : after.at();
  }

  private void learn(List<ExportedUsage> page, Map<String, ModelPrice> prices) {
    if (prices.size() > PRICES_MAX) {
      prices.clear();
    }
    Set<String> unknown = new HashSet<>();
    for (ExportedUsage one : page) {
      for (ExportedUsage.Entry entry : one.entries()) {
        if (entry.priceId() != null && !prices.containsKey(entry.priceId())) {
          unknown.add(entry.priceId());
        }
      }
    }
    prices.putAll(graph.prices(unknown));
  }

  /** Sums the charges of one slot after the other. */
  static final class Slots {

    private final ExportRequest request;
    private final Place place;
    private final long until;
    private final ExportGraph.Names names;
    private final @Nullable ExportCursor after;
    private final Rows<Row> rows;
    private final Period grain;

    private final Map<FocusCharge.Key, FocusCharge> sums = new LinkedHashMap<>();
    private Period.Bounds slot = new Period.Bounds(Instant.MIN, Instant.MIN);
    private long characters;
    private long written;

    Slots(
        ExportRequest request,
        Place place,
        long until,
        ExportGraph.Names names,
        @Nullable ExportCursor after,
        Rows<Row> rows) {
      this.request = request;
      this.place = place;
      this.until = until;
      this.names = names;
      this.after = after;
      this.rows = rows;
      this.grain = grain(request);
    }

    void add(Instant at, List<FocusCharge> charges) throws IOException {
      if (!slot.contains(at)) {
        write();
        written = 0;
        slot = grain.containing(at, ZoneOffset.UTC);
      }
      for (FocusCharge charge : charges) {
        int rowsBefore = sums.size();
        sums.merge(charge.key(), charge, FocusCharge::plus);
        characters += sums.size() > rowsBefore ? charge.key().characters() : 0;
      }
      if (sums.size() >= Limits.FOCUS_ROWS_MAX || characters >= Limits.FOCUS_CHARS_MAX) {
        write();
      }
    }

    /** Writes what is summed up so far. */
    void write() throws IOException {
      for (FocusCharge charge : sums.values()) {
        written++;
        if (after == null || !after.at().equals(slot.start()) || written > after.number()) {
          rows.write(
              new Row(
                  charge,
                  slot,
                  place,
                  names,
                  request.cursor(place.platformId(), until, slot.start(), written)));
        }
      }
      sums.clear();
      characters = 0;
    }
  }
}
