package dev.costgraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import dev.costgraph.export.FocusChecker.Report;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A generated organisation of two platforms in two currencies, corrected in the month of its usages
 * and a month later, held to the rules of FOCUS and to what {@code costs} answers.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FocusExportIT {

  private static final int USAGES = 200;

  @Inject SteppedClock clock;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final long seed = Long.getLong("costgraph.seed", System.nanoTime());
  private final List<TestPlatform> platforms = new ArrayList<>();

  /** Once: before all tests RestAssured does not know the port yet. */
  @BeforeEach
  void record() throws Exception {
    if (!platforms.isEmpty()) {
      return;
    }
    System.out.println("FocusExportIT costgraph.seed=" + seed);
    Random random = new Random(seed);
    clock.set(Instant.parse("2026-09-25T12:00:00Z"));
    TestPlatform dollars = TestPlatform.create("focus-usd", port, "USD", "Europe/Berlin");
    platforms.add(dollars);
    platforms.add(TestPlatform.create("focus-clp", port, "CLP", "UTC"));
    for (TestPlatform platform : platforms) {
      platform.price(
          "house",
          "own-host",
          "USD",
          Map.of("input", "0.3333333", "output", "1.7", "page", "0.01"));
    }
    rate("0.0073"); // stated the other way round: every conversion is a division
    for (TestPlatform platform : platforms) {
      platform.importCsv(usages(platform, random));
      platform.record(otherModels(platform));
      platform.record(
          shared(
              platform, Map.of("model", "house", "tokens", Map.of("input", 10_001, "output", 7))));
      platform.record(shared(platform, Map.of("amount", "0.000000010", "currency", "USD")));
      platform.price(
          "house", "own-host", "USD", Map.of("input", "0.4", "output", "2", "page", "0"));
      assertThat(platform.reprice("within the month")).isPositive();
    }
    clock.set(Instant.parse("2026-10-02T08:00:00Z"));
    rate("0.0081");
    for (TestPlatform platform : platforms) {
      String currency = platform.equals(dollars) ? "USD" : "CLP";
      platform.price(
          "house",
          "own-host",
          currency,
          Map.of("input", "0.7", "output", "2", "cacheRead", "0.1", "page", "0.02"));
      platform.price("nameless", "own-host", "USD", Map.of("input", "5"));
      assertThat(platform.reprice("a month later")).isPositive();
    }
  }

  @AfterAll
  void resetClock() {
    clock.reset();
  }

  private static void rate(String rate) {
    TestPlatform.requireNoError(
        GraphQl.send(
            "add-exchange-rates",
            Map.of(
                "rates",
                List.of(
                    Map.of(
                        "base", "CLP",
                        "quote", "USD",
                        "rate", rate,
                        "effectiveFrom", "2026-01-01T00:00:00Z")))));
  }

  /** A usage of three tasks, in parts that do not come out even. */
  private static Map<String, Object> shared(TestPlatform platform, Map<String, Object> measure) {
    Map<String, Object> usage = new HashMap<>(measure);
    usage.put("operationId", "%s:shared-%s".formatted(platform.id(), measure.keySet()));
    usage.put("agentId", "ann");
    usage.put("platformId", platform.id());
    usage.put("timestamp", "2026-09-03T10:00:00Z");
    usage.put(
        "split",
        List.of(
            Map.of("taskId", platform.id() + "-s1", "weight", "0.333333333"),
            Map.of("taskId", platform.id() + "-s2", "weight", "0.333333333"),
            Map.of("taskId", platform.id() + "-s3", "weight", "0.333333334")));
    return usage;
  }

  /** What the provider says of a call on which another model worked too. */
  private static Map<String, Object> otherModels(TestPlatform platform) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", platform.id() + ":others");
    usage.put("agentId", "ann");
    usage.put("platformId", platform.id());
    usage.put("model", "claude-haiku-4-5");
    usage.put("timestamp", "2026-09-03T10:00:00Z");
    usage.put(
        "providerUsage",
        Map.of(
            "api",
            "ANTHROPIC",
            "json",
            """
            {"input_tokens": 2417, "output_tokens": 133, "iterations": [
              {"type": "message", "input_tokens": 2417, "output_tokens": 133},
              {"type": "advisor_message", "model": "claude-opus-4-5-20251101",
               "input_tokens": 2529, "output_tokens": 38}]}\
            """));
    return usage;
  }

  private static String usages(TestPlatform platform, Random random) {
    StringBuilder csv =
        new StringBuilder(
            "agentId,taskId,projectId,kind,model,input,output,cacheRead,quantity,quantityUnit,"
                + "amount,currency,outcome,timestamp,tag.team,tag.cost/center\n");
    for (int i = 0; i < USAGES; i++) {
      String measure =
          switch (random.nextInt(8)) {
            case 0 -> "TOOL_CALL,,,,,,,0.%d,USD".formatted(1 + random.nextInt(99_999));
            case 1 -> "SERVICE,house,,,,%d,page,,".formatted(1 + random.nextInt(9));
            // one of no tokens would be billed as one request
            case 2 -> "EMBEDDING,nameless,%d,,,,,,".formatted(1 + random.nextInt(9_998));
            case 3 ->
                "LLM_CALL,house,%d,,%d,,,,".formatted(random.nextInt(999), 1 + random.nextInt(99));
            case 4 ->
                ",gpt-4o,%d,%d,%d,,,,"
                    .formatted(random.nextInt(9_999), random.nextInt(999), random.nextInt(99));
            default -> ",house,%d,%d,,,,,".formatted(random.nextInt(99_999), random.nextInt(9_999));
          };
      String task =
          random.nextInt(4) == 0
              ? ","
              : "%1$s-t%2$d,%1$s-p".formatted(platform.id(), random.nextInt(2));
      csv.append(
          "a%d,%s,%s,%s,2026-09-%02dT%02d:%02d:%02dZ,%s,%s\n"
              .formatted(
                  random.nextInt(3),
                  task,
                  measure,
                  random.nextInt(9) == 0 ? "FAILED" : "SUCCEEDED",
                  1 + random.nextInt(4),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextBoolean() ? "" : "\"a, \"\"b\"\"\"",
                  random.nextInt(3) == 0 ? "=1+1" : ""));
    }
    return csv.toString();
  }

  private TestPlatform dollars() {
    return platforms.getFirst();
  }

  @Test
  void shouldPassEveryRuleThatApplies() throws Exception {
    FocusModel model = FocusModel.read();
    for (String grain : List.of("daily", "hourly")) {
      FocusData data = FocusData.of(rows("&grain=" + grain));
      Report report = FocusChecker.check(model, data);

      assertThat(report.violations()).isEmpty();
      System.out.printf(
          "FOCUS 1.2, %s: %d rows, %d rules checked, not applicable: %s%n",
          grain, data.rows().size(), report.checked().size(), report.reasons());
      assertThat(report.sorts(model))
          .isEqualTo(Map.of("composite", 96L, "form", 31L, "met", 195L, "met by no row", 15L));
      assertThat(report.reasons()).isEqualTo(FocusRulesTests.REASONS);
      assertThat(data.rows()).allMatch(row -> isOf(grain, row));
      assertThat(data.rows()).hasSizeGreaterThan(100);
      for (Map<String, String> sort :
          List.of(
              Map.of("ChargeClass", "Correction"),
              Map.of("PricingCurrency", "USD", "BillingCurrency", "CLP"),
              Map.of("PricingUnit", "1000000 Tokens"),
              Map.of("PricingUnit", "Units"),
              Map.of("PricingUnit", "Pages"),
              Map.of("SkuMeter", "Cache Read Tokens"),
              Map.of("x_Product", "claude-opus-4-5", "PublisherName", "anthropic"),
              Map.of(
                  "ProviderName", "The focus-usd", "SkuId", dollars().id() + "/TOOL_CALL/amount"),
              Map.of("x_TaskId", dollars().id() + "-s3", "SkuMeter", "Output Tokens"),
              Map.of("SubAccountId", dollars().id() + "-p"),
              Map.of("ServiceSubcategory", "Other (Other)"))) {
        assertThat(data.rows())
            .as("%s", sort)
            .anyMatch(row -> row.entrySet().containsAll(sort.entrySet()));
      }
      assertThat(data.rows()).anyMatch(row -> row.containsKey("Tags"));
      assertThat(data.rows()).anyMatch(row -> !row.containsKey("SubAccountId"));
    }
  }

  private static boolean isOf(String grain, Map<String, String> row) {
    Instant start = Instant.parse(String.valueOf(row.get("ChargePeriodStart")));
    ChronoUnit unit = grain.equals("daily") ? ChronoUnit.DAYS : ChronoUnit.HOURS;
    return start.equals(start.truncatedTo(unit))
        && start.plus(1, unit).toString().equals(row.get("ChargePeriodEnd"));
  }

  private List<Map<String, String>> rows(String parameters) throws Exception {
    return dollars()
        .client()
        .csv(
            "/export/focus?platformIds=%s,%s%s"
                .formatted(dollars().id(), platforms.getLast().id(), parameters));
  }

  @Test
  void shouldAddUpToTheCostsOfAnyRangeAndFilter() throws Exception {
    List<Map<String, String>> ranges =
        List.of(
            Map.of(),
            Map.of("from", "2026-09-02T00:00:00Z", "to", "2026-09-03T00:00:00Z"),
            Map.of("from", "2026-09-01T07:13:21Z", "to", "2026-09-04T11:00:00.5Z"));
    for (TestPlatform platform : platforms) {
      for (Map<String, String> range : ranges) {
        JsonPath expected = platform.totals(range);
        for (String grain : List.of("daily", "hourly")) {
          StringBuilder path =
              new StringBuilder("/export/focus" + platform.query() + "&grain=" + grain);
          range.forEach((name, value) -> path.append('&').append(name).append('=').append(value));
          List<Map<String, String>> rows = platform.client().csv(path.toString());

          assertThat(sum(rows, "BilledCost"))
              .isEqualByComparingTo(new BigDecimal(expected.getString("cost")));
          assertThat(sum(rows, "EffectiveCost")).isEqualTo(sum(rows, "BilledCost"));
        }
      }
      JsonPath ofAgent = platform.totals(Map.of("agentIds", List.of("a1")));
      assertThat(
              sum(
                  platform.client().csv("/export/focus" + platform.query() + "&agentIds=a1"),
                  "BilledCost"))
          .isEqualByComparingTo(new BigDecimal(ofAgent.getString("cost")));
    }
  }

  /** The corrections of October are billed then, and hold what was unpriced in September. */
  @Test
  void shouldBillCorrectionsWhenTheyCome() throws Exception {
    List<Map<String, String>> rows = dollars().client().csv("/export/focus" + dollars().query());
    List<Map<String, String>> corrections =
        rows.stream().filter(row -> "Correction".equals(row.get("ChargeClass"))).toList();
    BigDecimal unpriced = BigDecimal.ZERO;
    for (Map<String, String> usage :
        dollars().client().csv("/export/usage" + dollars().query() + "&models=nameless")) {
      unpriced = unpriced.add(new BigDecimal(Objects.requireNonNull(usage.get("input"))));
    }

    assertThat(corrections)
        .allMatch(row -> "2026-10-01T00:00:00Z".equals(row.get("BillingPeriodStart")))
        .allMatch(row -> String.valueOf(row.get("ChargePeriodStart")).startsWith("2026-09-0"));
    assertThat(rows)
        .filteredOn(row -> "".equals(row.get("ChargeClass")))
        .allMatch(row -> "2026-09-01T00:00:00Z".equals(row.get("BillingPeriodStart")))
        .noneMatch(row -> "nameless".equals(row.get("x_Product")));
    assertThat(
            sum(
                corrections.stream()
                    .filter(row -> "nameless".equals(row.get("x_Product")))
                    .toList(),
                "ConsumedQuantity"))
        .isEqualByComparingTo(unpriced);
    assertThat(
            sum(
                corrections.stream().filter(row -> "house".equals(row.get("x_Product"))).toList(),
                "ConsumedQuantity"))
        .as("tokens of what had a price are billed once, those of cacheRead had none")
        .isLessThan(BigDecimal.valueOf(USAGES * 1_100L));
  }

  /** Tokens are in one row each, whatever was corrected. */
  @Test
  void shouldCountEveryTokenOnce() throws Exception {
    List<Map<String, String>> rows =
        dollars().client().csv("/export/focus" + dollars().query() + "&models=gpt-4o,house");
    List<Map<String, String>> usages =
        dollars().client().csv("/export/usage" + dollars().query() + "&models=gpt-4o,house");
    Map<String, String> meters = new LinkedHashMap<>();
    meters.put("Input Tokens", "input");
    meters.put("Output Tokens", "output");
    meters.put("Cache Read Tokens", "cacheRead");
    meters.forEach(
        (meter, column) ->
            assertThat(
                    sum(
                        rows.stream().filter(row -> meter.equals(row.get("SkuMeter"))).toList(),
                        "ConsumedQuantity"))
                .as(meter)
                .isEqualByComparingTo(sum(usages, column)));
  }

  @Test
  void shouldGoOnAfterAnyRow() throws Exception {
    String path =
        "/export/focus?grain=hourly&platformIds=%s,%s"
            .formatted(dollars().id(), platforms.getLast().id());
    String whole = dollars().client().text(path);
    List<Map<String, String>> rows = ExportClient.parse(whole);
    Random random = new Random(seed);
    for (int cut :
        List.of(0, random.nextInt(rows.size()), random.nextInt(rows.size()), rows.size() - 1)) {
      String rest = dollars().client().text(path + "&after=" + rows.get(cut).get("x_Cursor"));
      assertThat(ExportClient.joined(whole, cut, rest)).as("after row %d", cut).isEqualTo(whole);
    }
  }

  private static BigDecimal sum(List<Map<String, String>> rows, String column) {
    List<BigDecimal> values = new ArrayList<>();
    for (Map<String, String> row : rows) {
      String cell = Objects.requireNonNull(row.get(column));
      values.add(cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell));
    }
    return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
