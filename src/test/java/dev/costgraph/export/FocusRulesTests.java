package dev.costgraph.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.costgraph.SharedData;
import dev.costgraph.export.FocusChecker.Report;
import dev.costgraph.export.FocusModel.NotUnderstood;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules of FOCUS 1.2, what they say of a good file, and that they find what is wrong in bad
 * ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FocusRulesTests {

  /** The rules that are not checked, by the reason. */
  static final Map<String, Long> REASONS =
      Map.of("no column", 133L, "no feature", 43L, "permission", 31L, "in words only", 77L);

  private FocusModel model;
  private FocusData good;

  @BeforeAll
  void read() throws IOException {
    model = FocusModel.read();
    good = FocusSample.file();
  }

  @Test
  void shouldHoldForAFileWithEverySortOfCharge() {
    Report report = FocusChecker.check(model, good);

    assertThat(report.violations()).isEmpty();
    assertThat(report.checked().size() + report.notApplicable().size())
        .isEqualTo(model.rules().size())
        .isEqualTo(621);
    assertThat(report.sorts(model))
        .isEqualTo(Map.of("composite", 96L, "form", 31L, "met", 194L, "met by no row", 16L));
    assertThat(report.reasons()).isEqualTo(REASONS);
    assertThat(report.checked()).doesNotContainAnyElementsOf(report.notApplicable().keySet());
    assertThat(good.rows()).hasSize(8);
  }

  /**
   * Rows: 0 and 1 tokens, 2 and 3 their correction, 4 converted, 5 a quantity, 6 an amount, 7 as 0.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | BilledCost | '' | BilledCost-C-003-M
          0 | BilledCost | 0,02 | BilledCost-C-001-M
          0 | BilledCost | 2e-2 | BilledCost-C-002-M
          0 | BilledCost | +0.02 | BilledCost-C-002-M
          0 | EffectiveCost | $0.02 | EffectiveCost-C-001-M
          0 | InvoiceIssuerName | somebody | BilledCost-C-005-C
          0 | BillingAccountName | '' | BillingAccountName-C-003-C
          0 | BillingCurrency | Kroner | BillingCurrency-C-003-M
          0 | BillingCurrency | ZZZ | BillingCurrency-C-006-M
          0 | ChargePeriodStart | 2026-10-01 | ChargePeriodStart-C-001-M
          0 | ChargePeriodStart | 2026-10-01T00:00:00+02:00 | ChargePeriodStart-C-002-M
          0 | ChargePeriodEnd | 2026-09-30T00:00:00Z | ChargePeriodEnd-C-004-M
          0 | BillingPeriodStart | 2026-09-01T00:00:00Z | BillingPeriodStart-C-004-M
          0 | BillingPeriodEnd | 2026-12-01T00:00:00Z | BillingPeriodEnd-C-004-M
          7 | ListUnitPrice | 21 | SkuPriceId-C-014-C
          7 | ContractedUnitPrice | 21 | SkuPriceId-C-015-C
          0 | PricingCurrencyContractedUnitPrice | -20 | PricingCurrencyContractedUnitPrice-C-008-C
          0 | BillingPeriodStart | 2026-10-02T00:00:00Z | ChargeClass-C-003-C
          0 | ChargeCategory | Consumption | ChargeCategory-C-003-M
          0 | ChargeClass | Adjustment | ChargeClass-C-005-C
          0 | ChargeClass | Correction | ChargeClass-C-004-C
          2 | ChargeClass | '' | ListUnitPrice-C-005-C
          2 | ChargeClass | '' | PricingQuantity-C-005-C
          2 | ContractedCost | 1 | ContractedCost-C-008-C
          0 | ChargeFrequency | Hourly | ChargeFrequency-C-003-M
          0 | ConsumedQuantity | many | ConsumedQuantity-C-001-M
          0 | ConsumedUnit | '' | ConsumedUnit-C-006-C
          0 | ConsumedUnit | tokens per second | ConsumedUnit-C-003-O
          0 | PricingQuantity | 0.002 | ContractedUnitPrice-C-011-C
          0 | PricingQuantity | 0.002 | ListCost-C-009-C
          0 | ListUnitPrice | -20 | ListUnitPrice-C-008-M
          0 | ListUnitPrice | '' | ListUnitPrice-C-005-C
          0 | PricingUnit | words per minute | PricingUnit-C-003-O
          0 | PricingCategory | List | PricingCategory-C-007-M
          0 | PricingCurrencyEffectiveCost | '' | PricingCurrencyEffectiveCost-C-003-M
          0 | ServiceCategory | Compute | ServiceSubcategory-C-004-M
          0 | ServiceCategory | Compute | ServiceName-C-005-C
          0 | ServiceSubcategory | Chat | ServiceSubcategory-C-003-M
          0 | SkuId | '' | SkuId-C-005-C
          0 | SkuPriceId | '' | SkuPriceDetails-C-004-C
          0 | SkuMeter | '' | SkuMeter-C-005-C
          0 | SkuPriceDetails | {"x_Meter":{}} | SkuPriceDetails-C-001-M
          0 | SkuPriceDetails | {"Meter":"input"} | SkuPriceDetails-C-017-C
          0 | SubAccountId | '' | SubAccountName-C-004-C
          0 | SubAccountName | '' | SubAccountName-C-005-C
          0 | Tags | {"a":1,"a":2} | Tags-C-001-M
          0 | Tags | team=blue | Tags-C-001-M
          0 | ProviderName | N/A | ProviderName-C-002-M
          """)
  void shouldFindAPlantedCell(int row, String column, String value, String rule) {
    Report report = FocusChecker.check(model, good.with(row, column, value));

    assertThat(report.violations()).containsKey(rule);
  }

  @Test
  void shouldFindAPriceOfTwoSkus() {
    String priceId = Objects.requireNonNull(good.cell(0, "SkuPriceId"));

    assertThat(FocusChecker.check(model, good.with(1, "SkuPriceId", priceId)).violations())
        .containsKeys("SkuPriceId-C-008-M", "SkuPriceDetails-C-007-M");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          BilledCost,   '',               CostAndUsage-D-006-M
          Tags,         '',               CostAndUsage-D-064-C
          InvoiceId,    '',               CostAndUsage-D-033-O
          BilledCost,   billed_cost,      ColumnHandling-A-003-M
          x_AgentId,    AgentId,          ColumnHandling-A-010-M
          BilledCost,   x_BilledCost,     ColumnHandling-A-012-O
          """)
  void shouldFindAPlantedColumn(String column, String name, String rule) {
    assertThat(FocusChecker.check(model, good.renamed(column, name)).violations())
        .containsKey(rule);
  }

  @Test
  void shouldSayWhyRulesDoNotApply() {
    Map<String, String> reasons = FocusChecker.check(model, good).notApplicable();

    assertThat(reasons)
        .containsEntry("CommitmentDiscountId-C-001-M", "no column CommitmentDiscountId")
        .containsEntry("CostAndUsage-D-062-C", "no feature REGION_SUPPORTED")
        .containsEntry("SkuId-C-006-O", "permission")
        .containsEntry("BilledCost-C-006-M", "in words only");
    assertThat(reasons.values().stream().map(r -> r.replaceAll(" [A-Z].*", "")))
        .containsOnly("no column", "no feature", "permission", "in words only");
  }

  @Test
  void shouldNotPassOverWhatItDoesNotUnderstand() {
    for (String rule : List.of("BilledCost-C-001-M", "RegionId-C-001-M")) {
      assertThatThrownBy(() -> FocusChecker.check(changed(rule, "FormatWhatever"), good))
          .as(rule)
          .isInstanceOf(NotUnderstood.class);
    }
  }

  private FocusModel changed(String id, String function) {
    Map<String, FocusModel.Rule> rules = new LinkedHashMap<>(model.rules());
    FocusModel.Rule rule = model.rule(id);
    ObjectNode requirement = rule.requirement().deepCopy();
    requirement.put("CheckFunction", function);
    rules.put(
        rule.id(),
        new FocusModel.Rule(
            rule.id(),
            rule.function(),
            rule.entity(),
            rule.reference(),
            rule.criteria(),
            rule.keyword(),
            rule.words(),
            requirement,
            rule.condition()));
    return new FocusModel(rules, model.functions(), model.root());
  }

  /**
   * The specification's examples went through a spreadsheet: dates and money are in local forms.
   * With these put right, what is left is that they lack columns of features that costgraph has,
   * have no ServiceSubcategory, no SkuMeter, a purchase whose EffectiveCost is not 0, and columns
   * of discounts that are empty, which is none of their allowed values.
   */
  @Test
  void shouldFindInTheExamplesWhatIsNotAsTheRulesSay() throws IOException {
    FocusData saas = example("simple_saas_agreements_a1.csv");
    FocusData virtual = example("virtual_currency_pricing_model_a1.csv");

    assertThat(FocusChecker.check(model, saas).violations().keySet())
        .contains("BilledCost-C-001-M", "BillingPeriodStart-C-002-M", "ChargePeriodEnd-C-001-M")
        .doesNotContain("ChargeCategory-C-003-M", "ServiceName-C-005-C");
    assertThat(FocusChecker.check(model, virtual).violations().keySet())
        .contains("BillingPeriodEnd-C-002-M", "ChargePeriodStart-C-001-M")
        .doesNotContain("BilledCost-C-001-M");
    assertThat(FocusChecker.check(model, tidied(saas)).violations().keySet())
        .containsExactlyInAnyOrder(
            "ChargeClass-C-003-C",
            "CommitmentDiscountCategory-C-005-M",
            "CommitmentDiscountStatus-C-003-C",
            "CommitmentDiscountStatus-C-004-C",
            "CommitmentDiscountStatus-C-005-M",
            "CostAndUsage-D-033-O",
            "CostAndUsage-D-045-C",
            "CostAndUsage-D-048-C",
            "CostAndUsage-D-052-C",
            "CostAndUsage-D-056-C",
            "EffectiveCost-C-005-C",
            "ServiceSubcategory-C-002-M",
            "ServiceSubcategory-C-003-M",
            "ServiceSubcategory-C-004-M",
            "SkuMeter-C-005-C");
    assertThat(FocusChecker.check(model, tidied(virtual)).violations().keySet())
        .containsExactlyInAnyOrder(
            "ChargeClass-C-003-C",
            "CostAndUsage-D-019-C",
            "CostAndUsage-D-029-C",
            "CostAndUsage-D-033-O",
            "CostAndUsage-D-040-M",
            "CostAndUsage-D-042-O",
            "CostAndUsage-D-059-C",
            "CostAndUsage-D-061-C",
            "CostAndUsage-D-064-C");
  }

  private static FocusData example(String file) throws IOException {
    String text = Files.readString(SharedData.folder("focus").resolve(file), UTF_8);
    return FocusData.of(ExportClient.parse(text.replace("\uFEFF", "")));
  }

  private static FocusData tidied(FocusData data) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Map<String, String> row : data.rows()) {
      Map<String, String> tidy = new HashMap<>();
      row.forEach((column, cell) -> tidy.put(column, tidied(cell)));
      rows.add(tidy);
    }
    return new FocusData(data.columns(), rows);
  }

  private static String tidied(String cell) {
    if (cell.matches("\\d/1/2\\d")) {
      return "20%s-0%s-01T00:00:00Z".formatted(cell.substring(4), cell.charAt(0));
    }
    return cell.startsWith("$") ? cell.replaceAll("[$, ]", "") : cell;
  }
}
