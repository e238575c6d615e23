package dev.costgraph.export;

import static dev.costgraph.export.Table.column;

import dev.costgraph.budget.Period;
import dev.costgraph.export.FocusExport.Row;
import dev.costgraph.export.Table.Column;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of FOCUS 1.2 that costgraph has values for, by name; then columns of its own. */
final class FocusTable {

  static final Table<Row> TABLE = new Table<>("focus", columns());

  private static final String USAGE = "Usage";
  private static final String CORRECTION = "Correction";

  private FocusTable() {}

  private static List<Column<Row>> columns() {
    List<Column<Row>> columns = new ArrayList<>();
    columns.add(column("BilledCost", FocusTable::billedCost));
    columns.add(column("BillingAccountId", row -> row.place().platformId()));
    columns.add(column("BillingAccountName", row -> row.names().platform()));
    columns.add(column("BillingCurrency", row -> row.place().currency()));
    columns.add(column("BillingPeriodEnd", row -> billingPeriod(row).end()));
    columns.add(column("BillingPeriodStart", row -> billingPeriod(row).start()));
    columns.add(column("ChargeCategory", row -> USAGE));
    columns.add(column("ChargeClass", row -> isCorrection(row) ? CORRECTION : null));
    columns.add(column("ChargeDescription", FocusTable::description));
    columns.add(column("ChargeFrequency", row -> "Usage-Based"));
    columns.add(column("ChargePeriodEnd", row -> row.slot().end()));
    columns.add(column("ChargePeriodStart", row -> row.slot().start()));
    columns.add(column("ConsumedQuantity", row -> Decimal.of(row.charge().consumed())));
    columns.add(sku("ConsumedUnit", FocusSku::consumedUnit));
    columns.add(column("ContractedCost", FocusTable::listCost));
    columns.add(price("ContractedUnitPrice", FocusSku::listUnitPrice));
    columns.add(column("EffectiveCost", FocusTable::billedCost));
    columns.add(column("InvoiceId", row -> null));
    columns.add(column("InvoiceIssuerName", FocusTable::provider));
    columns.add(column("ListCost", FocusTable::listCost));
    columns.add(price("ListUnitPrice", FocusSku::listUnitPrice));
    columns.add(column("PricingCategory", row -> "Standard"));
    columns.add(sku("PricingCurrency", FocusSku::pricingCurrency));
    columns.add(price("PricingCurrencyContractedUnitPrice", FocusSku::unitPrice));
    columns.add(
        column(
            "PricingCurrencyEffectiveCost", row -> Decimal.ofNanos(row.charge().pricingNanos())));
    columns.add(price("PricingCurrencyListUnitPrice", FocusSku::unitPrice));
    columns.add(
        column(
            "PricingQuantity",
            row -> isCorrection(row) ? null : Decimal.of(row.charge().priced())));
    columns.add(column("PricingUnit", row -> isCorrection(row) ? null : sku(row).pricingUnit()));
    columns.add(column("ProviderName", FocusTable::provider));
    columns.add(column("PublisherName", FocusTable::publisher));
    columns.add(sku("ServiceCategory", FocusSku::serviceCategory));
    columns.add(column("ServiceName", row -> sku(row).serviceName(provider(row))));
    columns.add(sku("ServiceSubcategory", FocusSku::serviceSubcategory));
    columns.add(column("SkuId", row -> sku(row).skuId(row.place().platformId())));
    columns.add(sku("SkuMeter", FocusSku::skuMeter));
    columns.add(sku("SkuPriceDetails", FocusSku::skuPriceDetails));
    columns.add(column("SkuPriceId", row -> sku(row).skuPriceId(row.place().platformId())));
    columns.add(column("SubAccountId", row -> row.charge().key().projectId()));
    columns.add(column("SubAccountName", FocusTable::projectName));
    columns.add(column("Tags", row -> row.charge().key().tags()));
    columns.add(column("x_AgentId", row -> row.charge().key().agentId()));
    columns.add(column("x_TaskId", row -> row.charge().key().taskId()));
    columns.add(sku("x_Product", FocusSku::product));
    columns.add(sku("x_UsageKind", FocusSku::kind));
    columns.add(column("x_Cursor", row -> row.cursor().text()));
    return List.copyOf(columns);
  }

  private static FocusSku sku(Row row) {
    return row.charge().key().sku();
  }

  private static String provider(Row row) {
    return Objects.requireNonNullElse(sku(row).provider(), row.names().platform());
  }

  private static String publisher(Row row) {
    return Objects.requireNonNullElse(row.names().makers().of(sku(row).product()), provider(row));
  }

  private static boolean isCorrection(Row row) {
    return row.charge().key().correction();
  }

  private static Decimal billedCost(Row row) {
    return Decimal.ofNanos(row.charge().billedNanos());
  }

  /** Price × quantity, exact: the cost of each usage was rounded to the nano, this is not. */
  private static Decimal listCost(Row row) {
    return isCorrection(row)
        ? billedCost(row)
        : Decimal.of(sku(row).listUnitPrice().multiply(row.charge().priced()));
  }

  private static Period.Bounds billingPeriod(Row row) {
    return Period.MONTH.containing(row.charge().key().billingMonth(), ZoneOffset.UTC);
  }

  private static String description(Row row) {
    FocusSku sku = sku(row);
    String what = "%s of %s at %s".formatted(sku.skuMeter(), sku.product(), provider(row));
    return isCorrection(row) ? "Correction of " + what : what;
  }

  private static @Nullable String projectName(Row row) {
    String projectId = row.charge().key().projectId();
    return projectId == null ? null : row.names().projects().getOrDefault(projectId, projectId);
  }

  private static Column<Row> sku(String name, Function<FocusSku, @Nullable Object> value) {
    return column(name, row -> value.apply(sku(row)));
  }

  /** A correction has no unit price: it holds what changed, which is no price × quantity. */
  private static Column<Row> price(String name, Function<FocusSku, BigDecimal> value) {
    return column(name, row -> isCorrection(row) ? null : Decimal.of(value.apply(sku(row))));
  }
}
