package dev.costgraph.export;

import dev.costgraph.budget.Period;
import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.usage.UsageScope;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Usages as the graph holds them, and what FOCUS makes of them, without a database. */
final class FocusSample {

  static final ModelPrice DOLLARS = price("USD", "2.5", "10");
  static final ModelPrice CHEAPER = price("USD", "2", "8");
  static final ModelPrice CROWNS = price("DKK", "20", "80");

  static final Map<String, ModelPrice> PRICES =
      Map.of(DOLLARS.priceId(), DOLLARS, CHEAPER.priceId(), CHEAPER, CROWNS.priceId(), CROWNS);

  static final ModelMakers MAKERS =
      ModelMakers.of(
          Map.of(
              "gpt-4o", "openai", "claude-opus-5", "anthropic", "amazon.nova", "bedrock", "x", ""));

  private FocusSample() {}

  private static ModelPrice price(String currency, String input, String output) {
    return new ModelPrice(
        "gpt-4o",
        "openai",
        null,
        "a test",
        currency,
        null,
        List.of(
            PriceComponent.ofTokens("input", new BigDecimal(input)),
            PriceComponent.ofTokens("output", new BigDecimal(output)),
            PriceComponent.ofQuantity("webSearch", new BigDecimal("0.01"))));
  }

  /** {@return a usage with tokens of a model} */
  static ExportedUsage tokens(
      String at, long input, long output, List<Map<String, Object>> entries) {
    Map<String, Object> node = node(at);
    node.put("model_id", "gpt-4o");
    node.put("input_tokens", input);
    node.put("output_tokens", output);
    node.put("total_tokens", input + output);
    node.put("tags", List.of("team=blue", "b=\"1\""));
    return usage(node, entries);
  }

  /** {@return a usage with tokens that was recorded at a time of its own} */
  static ExportedUsage recorded(
      String at, String recordedAt, long input, List<Map<String, Object>> entries) {
    Map<String, Object> node = node(at);
    node.put("recorded_at", Properties.time(Instant.parse(recordedAt)));
    node.put("model_id", "gpt-4o");
    node.put("input_tokens", input);
    node.put("total_tokens", input);
    return usage(node, entries);
  }

  static ExportedUsage quantity(String at, String count, List<Map<String, Object>> entries) {
    Map<String, Object> node = node(at);
    node.put("usage_kind", "TOOL_CALL");
    node.put("model_id", "gpt-4o");
    node.put("quantity", count);
    node.put("quantity_unit", "webSearch");
    return usage(node, entries);
  }

  static ExportedUsage amount(String at, String amount, List<Map<String, Object>> entries) {
    Map<String, Object> node = node(at);
    node.put("usage_kind", "TOOL_CALL");
    node.put("capability_type", "search");
    node.put("amount", amount);
    node.put("amount_currency", "USD");
    return usage(node, entries);
  }

  private static Map<String, Object> node(String at) {
    Map<String, Object> node = new HashMap<>();
    node.put("operation_id", "o");
    node.put("agent_id", "ann");
    node.put("platform_id", "p");
    node.put("project_id", "pr");
    node.put("usage_kind", "LLM_CALL");
    node.put("service_tier", "STANDARD");
    node.put("outcome", "SUCCEEDED");
    node.put("timestamp", Properties.time(Instant.parse(at)));
    node.put("recorded_at", Properties.time(Instant.parse(at)));
    node.put("sequence", 1L);
    node.put("currency", "DKK");
    return node;
  }

  private static ExportedUsage usage(Map<String, Object> node, List<Map<String, Object>> entries) {
    return ExportedUsage.of(new Properties(node), entries.stream().map(Properties::new).toList());
  }

  /**
   * {@return an entry as the graph holds it}
   *
   * @param priceId "" for an amount
   */
  static Map<String, Object> entry(String kind, String at, long nanos, String priceId) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("entry_kind", kind);
    entry.put("prompt_cost_nanos", 0L);
    entry.put("completion_cost_nanos", 0L);
    entry.put("total_cost_nanos", nanos);
    entry.put("recorded_at", Properties.time(Instant.parse(at)));
    entry.put("sequence", 1L);
    if (!priceId.isEmpty()) {
      entry.put("price_id", priceId);
    }
    return entry;
  }

  /** {@return the same entry as one that was converted from dollars} */
  static Map<String, Object> converted(Map<String, Object> entry, long nanos, String rate) {
    entry.put("original_cost_nanos", nanos);
    entry.put("original_currency", "USD");
    entry.put("exchange_base", "USD");
    entry.put("exchange_quote", "DKK");
    entry.put("exchange_rate", rate);
    entry.put("exchange_effective_from", Properties.time(Instant.EPOCH));
    return entry;
  }

  static List<FocusCharge> charges(ExportedUsage usage) {
    return FocusCharges.of(usage, PRICES);
  }

  /** {@return a file of one row per charge of usages on the first of October} */
  static FocusData file(List<ExportedUsage> usages) throws IOException {
    StringWriter text = new StringWriter();
    RowWriter<FocusExport.Row> rows = RowWriter.of(FocusTable.TABLE, ExportFormat.CSV, text);
    Period.Bounds day =
        Period.DAY.containing(Instant.parse("2026-10-01T00:00:00Z"), ZoneOffset.UTC);
    List<FocusCharge> charges = new ArrayList<>();
    usages.forEach(usage -> charges.addAll(charges(usage)));
    for (FocusCharge charge : charges) {
      rows.write(
          new FocusExport.Row(
              charge,
              day,
              new UsageScope.Place("p", "DKK", ZoneOffset.UTC, null),
              new ExportGraph.Names("The platform", Map.of("pr", "Project"), MAKERS),
              new ExportCursor("0", "p", 1, day.start(), "1")));
    }
    rows.flush();
    return FocusData.of(ExportClient.parse(text.toString()));
  }

  /** {@return a file with a charge of each sort} */
  static FocusData file() throws IOException {
    String october = "2026-10-01T09:00:00Z";
    String november = "2026-11-03T09:00:00Z";
    return file(
        List.of(
            tokens(
                october,
                1000,
                100,
                List.of(
                    entry("CHARGE", october, 28_000_000, CROWNS.priceId()),
                    converted(
                        entry("ADJUSTMENT", november, -3_500_000, DOLLARS.priceId()),
                        3_500_000,
                        "7"))),
            tokens(
                october,
                500,
                0,
                List.of(
                    converted(
                        entry("CHARGE", october, 8_750_000, DOLLARS.priceId()), 1_250_000, "7"))),
            quantity(october, "3", List.of(entry("CHARGE", october, 30_000_000, CROWNS.priceId()))),
            amount(
                october,
                "2",
                List.of(
                    converted(entry("CHARGE", october, 14_000_000_000L, ""), 2_000_000_000, "7"))),
            amount(october, "1", List.of()),
            tokens(
                october, 50, 0, List.of(entry("CHARGE", october, 1_000_000, CROWNS.priceId())))));
  }
}
