package dev.costgraph.export;

import dev.costgraph.budget.Period;
import dev.costgraph.export.ExportedUsage.Entry;
import dev.costgraph.export.FocusSku.Measure;
import dev.costgraph.money.ExchangeRate;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.CostComponent;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.Share;
import dev.costgraph.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes usages apart into charges of FOCUS: one per kind of tokens or quantity, at the price that
 * each was booked at. What the price comes to is computed again; what was booked decides: the last
 * charge of an entry takes the nanos by which the two differ, so that the charges of a usage are
 * always its cost.
 *
 * <p>A correction within the month of the usage is part of what that month bills: its charges are
 * those of the corrected price. One of a later month makes charges of its own, which are billed
 * then and hold what changed. What was recorded after the month of its use is that month's, and so
 * is what corrects it in the month that it was recorded in: nobody saw it otherwise when a month
 * closed. An unpriced usage has no charge.
 */
final class FocusCharges {

  static final String AMOUNT = "amount";

  /** Decimals of a list price that comes from a division by an exchange rate. */
  private static final int DIVIDED_SCALE = 18;

  private FocusCharges() {}

  /** A charge before it has a key. */
  private record Line(FocusSku sku, BigDecimal consumed, long billedNanos, long pricingNanos) {}

  /** {@return the charges of a usage, at prices that are known by id} */
  static List<FocusCharge> of(ExportedUsage exported, Map<String, ModelPrice> prices) {
    Map<String, List<Entry>> byModel = new LinkedHashMap<>();
    for (Entry one : exported.entries()) {
      byModel.computeIfAbsent(one.model(), model -> new ArrayList<>()).add(one);
    }
    List<FocusCharge> charges = new ArrayList<>();
    Instant used = month(exported.usage().timestamp());
    Instant known = month(exported.usage().recordedAt());
    for (List<Entry> entries : byModel.values()) {
      List<Line> before = List.of();
      long total = 0;
      for (Map.Entry<Instant, List<Entry>> month : byMonth(entries, used, known).entrySet()) {
        for (Entry one : month.getValue()) {
          total += one.nanos();
        }
        List<Line> after = lines(exported, month.getValue().getLast(), prices, total);
        boolean correction = month.getKey().isAfter(used);
        for (Line line : correction ? changes(before, after, exported.usage()) : after) {
          charges.add(charge(exported.usage(), month.getKey(), correction, line));
        }
        before = after;
      }
    }
    return charges;
  }

  /** {@return entries by the month that bills them} */
  private static Map<Instant, List<Entry>> byMonth(
      List<Entry> entries, Instant used, Instant known) {
    Map<Instant, List<Entry>> byMonth = new TreeMap<>();
    for (Entry one : entries) {
      Instant booked = month(one.entry().recordedAt());
      boolean later =
          one.entry().entryKind() == EntryKind.ADJUSTMENT
              && booked.isAfter(used)
              && booked.isAfter(known);
      byMonth.computeIfAbsent(later ? booked : used, month -> new ArrayList<>()).add(one);
    }
    return byMonth;
  }

  private static Instant month(Instant at) {
    return Period.MONTH.containing(at, ZoneOffset.UTC).start();
  }

  private static FocusCharge charge(Usage usage, Instant month, boolean correction, Line line) {
    return new FocusCharge(
        new FocusCharge.Key(
            month,
            correction,
            usage.projectId(),
            usage.taskId(),
            usage.agentId(),
            UsageExport.tags(usage.tags()),
            line.sku()),
        line.consumed(),
        line.sku().measure() == Measure.AMOUNT
            ? BigDecimal.valueOf(line.pricingNanos(), 9)
            : line.sku().measure().priced(line.consumed()),
        line.billedNanos(),
        line.pricingNanos());
  }

  /**
   * {@return what a model's work costs, in parts that come to the total}
   *
   * @param last the entry whose price holds
   * @param totalNanos of all entries up to it
   */
  private static List<Line> lines(
      ExportedUsage exported, Entry last, Map<String, ModelPrice> prices, long totalNanos) {
    OriginalCost original = last.entry().originalCost();
    long pricingTotal = original == null ? totalNanos : original.cost().toNanos();
    ModelPrice price = last.priceId() == null ? null : prices.get(last.priceId());
    List<CostComponent> components =
        price == null ? List.of() : components(exported, last.entry().model(), price);
    if (price == null || components.isEmpty()) {
      FocusSku sku = sku(exported.usage(), last, original, price, null);
      BigDecimal requests = BigDecimal.valueOf(exported.usage().share().calls());
      return List.of(new Line(sku, requests, totalNanos, pricingTotal));
    }
    List<Line> lines = new ArrayList<>();
    Share share = exported.usage().share();
    long billedLeft = totalNanos;
    long pricingLeft = pricingTotal;
    for (int i = 0; i < components.size(); i++) {
      CostComponent component = components.get(i);
      boolean isLast = i == components.size() - 1;
      long pricing = isLast ? pricingLeft : share.of(component.costNanos());
      long billed =
          isLast
              ? billedLeft
              : original == null ? pricing : original.rate().convert(pricing, original.currency());
      lines.add(
          new Line(
              sku(exported.usage(), last, original, price, component),
              part(share, component),
              billed,
              pricing));
      billedLeft -= billed;
      pricingLeft -= pricing;
    }
    return lines;
  }

  /** {@return how much of a line a part of a split usage has: tokens are split whole} */
  private static BigDecimal part(Share share, CostComponent component) {
    if (share.isWhole()) {
      return component.count();
    }
    return Measure.of(component) == Measure.TOKENS
        ? BigDecimal.valueOf(share.of(component.count().longValueExact()))
        : BigDecimal.valueOf(share.of(component.count().movePointRight(9).longValueExact()), 9);
  }

  private static List<CostComponent> components(
      ExportedUsage exported, @Nullable String model, ModelPrice price) {
    Consumption consumption = exported.consumption();
    if (consumption == null) {
      return List.of();
    }
    TokenCounts tokens =
        consumption.parts().stream()
            .filter(part -> Objects.equals(part.model(), model))
            .map(Consumption.Part::tokens)
            .reduce(TokenCounts.NONE, TokenCounts::plus);
    List<Consumption.Quantity> quantities = model == null ? consumption.quantities() : List.of();
    Usage usage = exported.usage();
    return switch (price.price(tokens, quantities, usage.serviceTier(), usage.timestamp())) {
      case Pricing.Cost known -> known.components();
      case Pricing.Unpriced _ -> List.of();
    };
  }

  /**
   * {@return what is charged for}
   *
   * @param component null for an amount
   */
  private static FocusSku sku(
      Usage usage,
      Entry entry,
      @Nullable OriginalCost original,
      @Nullable ModelPrice price,
      @Nullable CostComponent component) {
    String provider = price == null ? usage.provider() : price.provider();
    String model = price == null ? entry.entry().model() : price.model();
    String product = model == null ? usage.model() : model;
    BigDecimal unitPrice =
        component == null ? BigDecimal.ONE : component.price().stripTrailingZeros();
    return new FocusSku(
        provider,
        product == null
            ? Objects.requireNonNullElse(usage.capability(), usage.kind().name())
            : product,
        usage.kind(),
        component == null ? AMOUNT : component.name(),
        component == null ? Measure.AMOUNT : Measure.of(component),
        component == null ? null : entry.priceId(),
        component == null ? usage.serviceTier() : component.tier(),
        component == null ? null : component.aboveTokens(),
        unitPrice,
        original == null ? unitPrice : converted(unitPrice, original),
        original == null ? usage.currency() : original.currency());
  }

  private static BigDecimal converted(BigDecimal price, OriginalCost original) {
    ExchangeRate rate = original.rate();
    BigDecimal factor = rate.rate().toBigDecimal();
    BigDecimal converted =
        original.currency().equals(rate.base())
            ? price.multiply(factor)
            : price.divide(factor, DIVIDED_SCALE, RoundingMode.HALF_EVEN);
    return converted.stripTrailingZeros();
  }

  /** {@return what changed from one to the other, by meter} */
  private static List<Line> changes(List<Line> before, List<Line> after, Usage usage) {
    Map<String, Line> was = byMeter(before);
    Map<String, Line> is = byMeter(after);
    Set<String> meters = new LinkedHashSet<>(is.keySet());
    meters.addAll(was.keySet());
    List<Line> changes = new ArrayList<>();
    for (String meter : meters) {
      Line change = change(was.get(meter), is.get(meter), usage);
      if (change.billedNanos() != 0 || change.consumed().signum() != 0) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static Map<String, Line> byMeter(List<Line> lines) {
    Map<String, Line> byMeter = new LinkedHashMap<>();
    for (Line line : lines) {
      byMeter.merge(
          line.sku().meter(),
          line,
          (one, other) ->
              new Line(
                  one.sku(),
                  one.consumed().add(other.consumed()),
                  one.billedNanos() + other.billedNanos(),
                  one.pricingNanos() + other.pricingNanos()));
    }
    return byMeter;
  }

  /** One of the two is there. Between two currencies the change is in the platform's own. */
  private static Line change(@Nullable Line was, @Nullable Line is, Usage usage) {
    Line line = Objects.requireNonNull(is == null ? was : is);
    long billed = (is == null ? 0 : is.billedNanos()) - (was == null ? 0 : was.billedNanos());
    BigDecimal consumed =
        (is == null ? BigDecimal.ZERO : is.consumed())
            .subtract(was == null ? BigDecimal.ZERO : was.consumed());
    if (was != null
        && is != null
        && !was.sku().pricingCurrency().equals(is.sku().pricingCurrency())) {
      return new Line(line.sku().pricedIn(usage.currency()), consumed, billed, billed);
    }
    long pricing = (is == null ? 0 : is.pricingNanos()) - (was == null ? 0 : was.pricingNanos());
    return new Line(line.sku(), consumed, billed, pricing);
  }
}
