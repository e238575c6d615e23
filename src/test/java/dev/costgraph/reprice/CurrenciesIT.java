package dev.costgraph.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Platforms in other currencies than the prices. gpt-4o costs 2.50 and 10 USD per million. */
@QuarkusTest
class CurrenciesIT {

  // rates are everybody's, so each test has a currency of its own
  private static final String JANUARY = "2026-01-10T12:00:00Z";
  private static final String MARCH = "2026-03-10T12:00:00Z";

  private final String platformId = "p-" + UUID.randomUUID();

  @AfterEach
  void shouldBalance() {
    JsonPath books = GraphQl.send("books", Map.of("platformId", platformId));
    assertThat(books.getBoolean("data.books.balanced"))
        .as("%s", books.getString("data.books.differences"))
        .isTrue();
  }

  @Test
  void shouldPriceWhatHadNoExchangeRateOnceItIsKnown() {
    platform("ISK");
    assertThat(record(tokens("tokens", JANUARY, 1000, 100)))
        .contains("unpriced: no exchange rate of USD to ISK is known");
    assertThat(record(amount("amount", JANUARY, "2", "USD")))
        .contains("unpriced: no exchange rate of USD to ISK is known");
    assertThat(usage("amount").getString("amount")).isEqualTo("2");
    assertThat(usage("amount").getString("amountCurrency")).isEqualTo("USD");
    assertThat(total().getInt("unpricedCalls")).isEqualTo(2);

    addRate("USD", "ISK", "130.5", "2026-01-01T00:00:00Z");
    addRate("ISK", "USD", "0.008", "2026-02-01T00:00:00Z");
    JsonPath done = reprice();

    // 0.0025 + 0.001 USD × 130.5, and 2 × 130.5
    assertThat(done.getString("change")).isEqualTo("261.45675");
    assertThat(done.getList("byModel.keys"))
        .containsExactly(Collections.singletonList(null), List.of("gpt-4o"));
    assertEntry("tokens", 0, "0.45675", "0.0035", "USD", "USD/ISK 130.5");
    assertEntry("amount", 0, "261", "2", "USD", "USD/ISK 130.5");
    assertThat(explain("tokens").getList("warnings")).isEmpty();
    assertThat(explain("amount").getList("warnings")).isEmpty();
    assertThat(explain("tokens").getList("components.cost")).containsExactly("0.0025", "0.001");
    assertThat(reprice().getInt("adjusted")).isZero();
  }

  @Test
  void shouldConvertOnceAtTheTimeOfTheUsage() {
    platform("NOK");
    addRate("USD", "NOK", "10", "2026-01-01T00:00:00Z");
    addRate("NOK", "USD", "0.08", "2026-02-01T00:00:00Z");

    record(tokens("january", JANUARY, 1000, 0));
    record(tokens("march", MARCH, 1000, 0));
    record(amount("own", MARCH, "5", "NOK"));

    assertEntry("january", 0, "0.025", "0.0025", "USD", "USD/NOK 10");
    assertEntry("march", 0, "0.03125", "0.0025", "USD", "NOK/USD 0.08"); // 0.0025 ÷ 0.08
    assertThat(usage("own").getString("entries[0].totalCost")).isEqualTo("5");
    assertThat(usage("own").getString("entries[0].originalCost")).isNull();
    assertThat(total().getString("cost")).isEqualTo("5.05625");
  }

  @Test
  void shouldPostWhatACorrectedRateChanges() {
    platform("SEK");
    addRate("USD", "SEK", "1.04", "2026-01-01T00:00:00Z");
    record(tokens("tokens", JANUARY, 1000, 100));
    record(amount("amount", JANUARY, "3", "USD"));

    addRate("USD", "SEK", "10.4", "2026-01-01T00:00:00Z");
    JsonPath done = reprice();

    assertThat(done.getString("change")).isEqualTo("28.11276"); // 3.0035 × 9.36
    assertEntry("amount", 0, "3.12", "3", "USD", "USD/SEK 1.04");
    assertEntry("amount", 1, "28.08", "3", "USD", "USD/SEK 10.4");
    assertThat(usage("tokens").getString("cost")).isEqualTo("0.0364");
    assertThat(explain("tokens").getList("warnings")).isEmpty();
    assertThat(explain("amount").getList("warnings")).isEmpty();
  }

  /** The price was in dollars first and is agreed in the platform's own currency then. */
  @Test
  void shouldCorrectFromOneCurrencyToAnother() {
    platform("DKK");
    addRate("USD", "DKK", "7", "2026-01-01T00:00:00Z");
    record(tokens("tokens", JANUARY, 1000, 100));

    addPrice("DKK", "20", "80");
    reprice();

    assertThat(usage("tokens").getString("cost")).isEqualTo("0.028"); // 0.02 + 0.008
    assertEntry("tokens", 0, "0.0245", "0.0035", "USD", "USD/DKK 7");
    assertThat(usage("tokens").getString("entries[1].totalCost")).isEqualTo("0.0035");
    assertThat(usage("tokens").getString("entries[1].originalCost")).isNull();
    assertThat(explain("tokens").getList("warnings")).isEmpty();

    addPrice("USD", "2", "8");
    reprice();

    assertThat(usage("tokens").getString("cost")).isEqualTo("0.0196"); // 0.0028 × 7
    assertEntry("tokens", 2, "-0.0084", "0.0028", "USD", "USD/DKK 7");
    assertThat(explain("tokens").getList("warnings")).isEmpty();
  }

  @Test
  void shouldHoldWhatAnEstimateIsWorthInThePlatformsCurrency() {
    platform("PLN");
    budget("all", Map.of("type", "PLATFORM", "limit", "0.01"));
    Map<String, Object> reservation = new HashMap<>(tokens("r", null, 1000, 0));
    reservation.remove("operationId");
    reservation.put("reservationId", platformId + ":r");

    assertThat(reserve(reservation).getString("code")).isEqualTo("UNPRICED");
    addRate("PLN", "USD", "0.25", "2026-01-01T00:00:00Z");

    JsonPath held = reserve(reservation);
    assertThat(held.getString("reservation.amount")).isEqualTo("0.01"); // 0.0025 ÷ 0.25
    reservation.put("reservationId", platformId + ":more");
    assertThat(reserve(reservation).getString("__typename")).isEqualTo("Denied");
  }

  @Test
  void shouldSayWhatItWouldCostInAnotherCurrency() {
    platform("HUF");
    Map<String, Object> call =
        Map.of("model", "gpt-4o", "inputTokens", 1000, "maxOutputTokens", 100, "currency", "HUF");
    assertThat(GraphQl.error(GraphQl.send("estimate-cost", Map.of("input", call))))
        .isEqualTo("UNPRICED currency");

    addRate("USD", "HUF", "350", "2026-01-01T00:00:00Z");
    JsonPath estimate =
        GraphQl.send("estimate-cost", Map.of("input", call)).setRootPath("data.estimateCost");

    assertThat(estimate.getString("expected")).isEqualTo("1.225"); // 0.0035 × 350
    assertThat(estimate.getString("currency")).isEqualTo("HUF");
    record(tokens("tokens", JANUARY, 1000, 100));
    JsonPath mini =
        GraphQl.send(
                "what-if", Map.of("filter", filter(), "change", Map.of("model", "gpt-4o-mini")))
            .setRootPath("data.whatIf");
    assertThat(mini.getString("cost")).isEqualTo("1.225");
    assertThat(mini.getString("wouldCost")).isEqualTo("0.0735"); // 0.00021 × 350
  }

  @Test
  void shouldConvertTheWorkOfEachModel() {
    platform("ZAR");
    record(advised("advised"));
    addRate("USD", "ZAR", "2", "2026-01-01T00:00:00Z");
    reprice();
    assertEntry("advised", 0, "0.006164", "0.003082", "USD", "USD/ZAR 2");
    assertEntry("advised", 1, "0.02719", "0.013595", "USD", "USD/ZAR 2");
    assertThat(explain("advised").getList("warnings")).isEmpty();

    addRate("USD", "ZAR", "20", "2026-01-01T00:00:00Z");
    reprice();

    assertThat(usage("advised").getString("cost")).isEqualTo("0.33354"); // 0.016677 × 20
    assertThat(usage("advised").getList("entries")).hasSize(4);
    assertThat(explain("advised").getList("warnings")).isEmpty();
    assertThat(reprice().getInt("adjusted")).isZero();
  }

  @Test
  void shouldCountItAtTheModelsBudgetBeforeItHasARate() {
    platform("MXN");
    budget("model", Map.of("type", "MODEL", "resourceId", "gpt-4o", "limit", "1000"));
    Map<String, Object> usage = tokens("tokens", JANUARY, 1000, 100);
    usage.put("model", "openai/gpt-4o");
    record(usage);
    assertThat(usage("tokens").getString("provider")).isEqualTo("openai");

    addRate("USD", "MXN", "20", "2026-01-01T00:00:00Z");
    reprice();

    Map<String, String> at = Map.of("budgetId", platformId + ":model", "at", JANUARY);
    JsonPath budget = GraphQl.send("budget-at", at);
    assertThat(budget.getString("data.budget.status.spent")).isEqualTo("0.07");
  }

  @Test
  void shouldLeaveOutWhatWouldNotFitAndTellOfIt() {
    platform("VND");
    record(amount("large", JANUARY, "1000000", "USD"));
    record(amount("half", JANUARY, "190000", "USD"));
    record(amount("other half", JANUARY, "190000", "USD")); // one of them fits
    record(tokens("small", JANUARY, 1000, 0));
    addRate("USD", "VND", "26000", "2026-01-01T00:00:00Z");

    JsonPath done = reprice();

    assertThat(done.getInt("adjusted")).isEqualTo(2);
    assertThat(done.getInt("leftOut")).isEqualTo(2);
    assertThat(done.getString("leftOutBecause")).contains(platformId + ":large", "half", "VND");
    assertThat(usage("small").getString("cost")).isEqualTo("65");
    assertThat(usage("large").getString("cost")).isNull();
    int most = 2_000_000_000;
    Map<String, Object> call =
        Map.of("model", "gpt-4o", "inputTokens", most, "maxOutputTokens", most, "currency", "VND");
    addRate("USD", "VND", "9000000", "2026-01-02T00:00:00Z");
    assertThat(GraphQl.error(GraphQl.send("estimate-cost", Map.of("input", call))))
        .isEqualTo("OUT_OF_RANGE currency");
  }

  /** OpenRouter states dollars, and so is the price. */
  @Test
  void shouldCompareAStatedCostInItsOwnCurrency() {
    platform("THB");
    addRate("USD", "THB", "35", "2026-01-01T00:00:00Z");

    String right = record(stated("right", "0.0035"));
    String wrong = record(stated("wrong", "0.25"));

    assertThat(right).doesNotContain("states a cost");
    assertThat(wrong).contains("states a cost of 0.25 USD, booked are 0.0035 by the known price");
  }

  private void platform(String currency) {
    JsonPath put =
        GraphQl.send(
            "put-platform",
            Map.of("platform", Map.of("platformId", platformId, "currency", currency)));
    assertThat(put.getString("errors")).isNull();
  }

  private void budget(String name, Map<String, String> rest) {
    Map<String, Object> budget = new HashMap<>(rest);
    budget.put("budgetId", platformId + ":" + name);
    budget.put("name", name);
    budget.put("platformId", platformId);
    budget.put("period", "MONTH");
    assertThat(GraphQl.send("create-budget", Map.of("budget", budget)).getString("errors"))
        .isNull();
  }

  private static void addRate(String base, String quote, String rate, String from) {
    Map<String, String> one =
        Map.of("base", base, "quote", quote, "rate", rate, "effectiveFrom", from);
    JsonPath added = GraphQl.send("add-exchange-rates", Map.of("rates", List.of(one)));
    assertThat(added.getString("errors")).isNull();
  }

  private void addPrice(String currency, String input, String output) {
    JsonPath added =
        GraphQl.send(
            "add-price",
            Map.of(
                "price",
                Map.of(
                    "model",
                    "gpt-4o",
                    "provider",
                    "openai",
                    "platformId",
                    platformId,
                    "currency",
                    currency,
                    "components",
                    List.of(
                        Map.of("name", "input", "price", input),
                        Map.of("name", "output", "price", output)))));
    assertThat(added.getString("errors")).isNull();
  }

  private Map<String, Object> tokens(String name, @Nullable String at, int input, int output) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", platformId + ":" + name);
    usage.put("agentId", "agent");
    usage.put("platformId", platformId);
    usage.put("model", "gpt-4o");
    usage.put("tokens", Map.of("input", input, "output", output));
    if (at != null) {
      usage.put("timestamp", at);
    }
    return usage;
  }

  private Map<String, Object> amount(String name, String at, String amount, String currency) {
    Map<String, Object> usage = tokens(name, at, 0, 0);
    usage.remove("tokens");
    usage.remove("model");
    usage.put("amount", amount);
    usage.put("currency", currency);
    return usage;
  }

  /** By claude-haiku-4-5, advised by claude-opus-4-5: 0.003082 and 0.013595 USD. */
  private Map<String, Object> advised(String name) {
    return provided(
        name,
        "claude-haiku-4-5",
        "ANTHROPIC",
        """
        {"input_tokens": 2417, "output_tokens": 133, "iterations": [
          {"type": "message", "input_tokens": 2417, "output_tokens": 133},
          {"type": "advisor_message", "model": "claude-opus-4-5-20251101",
           "input_tokens": 2529, "output_tokens": 38}]}\
        """);
  }

  private Map<String, Object> stated(String name, String cost) {
    Map<String, Object> usage =
        provided(
            name,
            "gpt-4o",
            "OPENROUTER",
            """
            {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100, "cost": %s}\
            """
                .formatted(cost));
    usage.put("provider", "openai");
    return usage;
  }

  private Map<String, Object> provided(String name, String model, String api, String json) {
    Map<String, Object> usage = tokens(name, JANUARY, 0, 0);
    usage.remove("tokens");
    usage.put("model", model);
    usage.put("providerUsage", Map.of("api", api, "json", json));
    return usage;
  }

  /** Records it; gives the warnings as a text. */
  private static String record(Map<String, Object> usage) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", List.of(usage)));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
    return String.valueOf(answer.<Object>get("data.recordUsages[0].warnings"));
  }

  private static JsonPath reserve(Map<String, Object> reservation) {
    JsonPath answer = GraphQl.send("reserve", Map.of("reservation", reservation));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.reserve");
  }

  private JsonPath reprice() {
    JsonPath answer =
        GraphQl.send("reprice", Map.of("filter", filter(), "reason", "rates", "dryRun", false));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.reprice");
  }

  private void assertEntry(
      String name, int index, String cost, String original, String currency, String rate) {
    JsonPath entry = usage(name);
    String at = "entries[" + index + "].";
    assertThat(entry.getString(at + "totalCost")).isEqualTo(cost);
    assertThat(entry.getString(at + "originalCost.cost")).isEqualTo(original);
    assertThat(entry.getString(at + "originalCost.currency")).isEqualTo(currency);
    String of = at + "originalCost.rate.";
    assertThat(
            "%s/%s %s"
                .formatted(
                    entry.getString(of + "base"),
                    entry.getString(of + "quote"),
                    entry.getString(of + "rate")))
        .isEqualTo(rate);
  }

  private JsonPath usage(String name) {
    return GraphQl.send("usage", Map.of("operationId", platformId + ":" + name))
        .setRootPath("data.usage");
  }

  private JsonPath explain(String name) {
    return GraphQl.send("explain-cost", Map.of("operationId", platformId + ":" + name))
        .setRootPath("data.explainCost");
  }

  private JsonPath total() {
    return GraphQl.send("costs", Map.of("groupBy", List.of(), "filter", filter()))
        .setRootPath("data.costs.total");
  }

  private Map<String, Object> filter() {
    return Map.of("platformIds", List.of(platformId));
  }
}
