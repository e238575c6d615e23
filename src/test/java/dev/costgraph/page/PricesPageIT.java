package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Prices: finding them, their history, and pricing what has none. */
@QuarkusTest
class PricesPageIT extends ChromiumTest {

  private static final int CALLS = 30;

  private final String platform = "prices-page-" + UUID.randomUUID();
  private final String model = "page-model-" + UUID.randomUUID();

  @Test
  void shouldFindAsOneTypes() {
    JsonPath api =
        GraphQl.send(
            "price-list",
            Map.of(
                "search",
                "gpt-4o",
                "provider",
                "openai",
                "at",
                Instant.now().toString(),
                "first",
                40));
    List<String> models = api.getList("data.prices.nodes.model");
    assertThat(models).contains("gpt-4o");

    try (BrowserPage page =
        chromium.page(port, Look.LIGHT).open("/prices?platform=sample&provider=openai")) {
      page.find("#price-search").pressSequentially("gpt-4o");
      Locator cells = page.find("cg-price-list tbody tr td:first-child");
      page.page().waitForCondition(() -> cells.allInnerTexts().equals(models));

      int row = models.indexOf("gpt-4o");
      String input =
          api.getString(
              "data.prices.nodes["
                  + row
                  + "].components.find { it.name == 'input' && it.tier == 'STANDARD' }.price");
      assertThat(
              page.find("cg-price-list tbody tr")
                  .nth(row)
                  .locator("data")
                  .first()
                  .getAttribute("value"))
          .isEqualTo(input);
      page.find("cg-price-list a[title=gpt-4o]").first().click();
      page.await("cg-price-history .chip:has-text('Now')");
      assertThat(page.find("h1").innerText()).isEqualTo("gpt-4o");
      page.page().goBack();
      page.await("cg-price-list table");
      assertThat(page.find("#price-search").inputValue()).isEqualTo("gpt-4o");
    }
  }

  @Test
  void shouldPriceWhatHasNoPrice() {
    recordUnpriced(null, CALLS);
    String row = unpriced();

    try (BrowserPage page = chromium.page(port, Look.LIGHT)) {
      page.open("/prices?platform=" + platform);
      if (page.find(row).count() == 0) {
        page.find("cg-unpriced .tree-foot button").click();
      }
      assertThat(page.figure(row)).isEqualTo(String.valueOf(CALLS));
      page.find(row + " a").click();
      page.await("cg-price-form form");
      assertThat(page.find("#model").inputValue()).isEqualTo(model);
      assertThat(page.find("#platformId").inputValue()).isEqualTo(platform);
      page.find("#provider").fill("own-host");
      price(page, 0).fill("1e400");
      price(page, 1).fill("8");

      // refused, at the field, with all that was typed
      page.find("cg-price-form button[type=submit]").click();
      assertThat(page.await(".field-error").innerText()).contains("1e400");
      assertThat(price(page, 0).getAttribute("aria-invalid")).isEqualTo("true");
      assertThat(price(page, 1).getAttribute("aria-invalid")).isNull();
      assertThat(price(page, 0).inputValue()).isEqualTo("1e400");
      assertThat(page.find("#provider").inputValue()).isEqualTo("own-host");
      page.assertAccessible();
      page.shoot("price-form-refused");

      price(page, 0).fill("2");
      threshold(page, 0).fill("200,000");
      page.find("cg-price-form button[type=submit]").click();
      assertThat(page.await(".field-error:has-text('200,000')").innerText()).contains("digits");
      assertThat(threshold(page, 0).getAttribute("aria-invalid")).isEqualTo("true");
      assertThat(threshold(page, 1).getAttribute("aria-invalid")).isNull();
      assertThat(threshold(page, 0).inputValue()).isEqualTo("200,000");
      assertThat(price(page, 0).inputValue()).isEqualTo("2");

      threshold(page, 0).fill("");
      page.find("cg-price-form button[type=submit]").click();
      page.await("cg-reprice p:has-text('at any provider')");
      page.await("cg-reprice button:has-text('Book 30 adjustments')").click();

      assertThat(page.await("[data-figure=repriced]").innerText()).contains("30 calls", "0.084");
      page.shoot("price-form-repriced");
      page.find(row).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }
    Map<String, Object> filter = Map.of("platformIds", List.of(platform));
    JsonPath costs = GraphQl.send("costs", Map.of("groupBy", List.of(), "filter", filter));
    assertThat(costs.getString("data.costs.total.cost")).isEqualTo("0.084");
    assertThat(costs.getInt("data.costs.total.unpricedCalls")).isZero();
  }

  @Test
  void shouldRepriceAtTheProviderOfTheAddress() {
    recordUnpriced("own-host", 2);
    recordUnpriced("other-host", 1);
    String form = "/prices?add=1&provider=other-host&model=" + model + "&platform=" + platform;

    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(form)) {
      Locator submit = page.find("cg-price-form button[type=submit]");
      page.find("button:has-text('Discount on the list price')").click();
      submit.click();
      assertThat(page.await(".field-error").innerText()).contains("discountPercent");
      assertThat(page.find(".field-error, .form-error").count()).isEqualTo(1);
      assertThat(page.find("#discountPercent:focus").getAttribute("aria-invalid"))
          .isEqualTo("true");

      page.find("cg-price-form button:text-is('Prices')").click();
      price(page, 0).fill("2");
      price(page, 1).fill("8");
      page.find("#effectiveFrom").fill("12026-06-01T00:00");
      submit.click();
      assertThat(page.await(".field-error:has-text('12026')").innerText()).contains("four digits");

      // from then on only: what was used is still without a price, and its link leads to the form
      page.find("#effectiveFrom").fill("2999-01-01T00:00");
      submit.click();
      page.await("cg-reprice p:has-text('No call')");
      if (page.find(unpriced()).count() == 0) {
        page.find("cg-unpriced .tree-foot button").click();
      }
      page.find(unpriced() + ":has-text('other-host') a").click();
      page.await("cg-price-form form");
      assertThat(page.find("#effectiveFrom").inputValue()).isEmpty();
      price(page, 0).fill("2");
      price(page, 1).fill("8");
      submit.click();
      assertThat(page.await("cg-reprice p:has-text('would cost')").innerText())
          .contains("1 of 1 calls on " + platform + " at other-host", "$0.0028 more");
      page.find("button:has-text('Add another price')").click();
      assertThat(page.await("#model:focus").inputValue()).isEqualTo(model);
    }
  }

  private String unpriced() {
    return "li[data-model='" + model + "']";
  }

  @Test
  void shouldShowEveryVersionOfAPrice() {
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", platform)));
    add("2025-01-01T00:00:00Z", "3");
    add("2026-01-01T00:00:00Z", "2.125");

    // where the day of these instants is still the one before
    try (BrowserPage page = chromium.page(port, Look.LIGHT, "en-US", "America/New_York")) {
      page.open("/prices?provider=own-host&model=" + model + "&platform=" + platform);

      page.await("cg-chart canvas");
      Locator versions = page.find("cg-price-history tbody tr");
      assertThat(versions.count()).isEqualTo(2);
      assertThat(page.figure("cg-price-history tbody tr:nth-child(1)")).isEqualTo("2.125");
      assertThat(page.figure("cg-price-history tbody tr:nth-child(2)")).isEqualTo("3");
      assertThat(versions.nth(0).innerText()).contains("Now", "$2.125", platform, "Jan 1, 2026");
      assertThat(versions.nth(1).innerText()).contains("Jan 1, 2025").doesNotContain("Now");
    }
  }

  @Test
  void shouldBeForEverybody() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT)) {
      page.open("/prices?platform=sample");
      page.await("cg-price-list tbody tr");
      page.await("cg-unpriced li");
      page.assertForEverybody("prices").look(Look.LIGHT);
      page.open("/prices?platform=sample&model=gpt-4o&provider=openai");
      page.await("cg-chart canvas");
      page.await("cg-price-history tbody tr");
      page.assertForEverybody("price-history").look(Look.LIGHT);
      page.open("/prices?platform=sample&add=1&model=house-translate-1&provider=in-house");
      page.await("cg-price-form form");
      page.await("cg-unpriced li");
      page.assertForEverybody("price-form").look(Look.LIGHT);
    }
  }

  private static Locator price(BrowserPage page, int line) {
    return page.find("[data-field=price]").nth(line);
  }

  private static Locator threshold(BrowserPage page, int line) {
    return page.find("[data-field=aboveTokens]").nth(line);
  }

  private void recordUnpriced(@Nullable String provider, int calls) {
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      Map<String, Object> usage = new HashMap<>();
      usage.put("operationId", platform + "-" + provider + "-" + i);
      usage.put("agentId", "tester");
      usage.put("platformId", platform);
      usage.put("model", model);
      usage.put("provider", provider);
      usage.put("tokens", Map.of("input", 1_000, "output", 100));
      usages.add(usage);
    }
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    assertThat(answer.getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  private void add(String from, String input) {
    Map<String, Object> price =
        Map.of(
            "model", model,
            "provider", "own-host",
            "platformId", platform,
            "effectiveFrom", from,
            "components", List.of(Map.of("name", "input", "price", input)));
    assertThat(GraphQl.send("add-price", Map.of("price", price)).getString("errors")).isNull();
  }
}
