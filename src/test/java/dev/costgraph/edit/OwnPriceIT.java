package dev.costgraph.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices of one's own, added to a running service. */
@QuarkusTest
class OwnPriceIT {

  private static final String MARCH = "2026-03-01T00:00:00Z";

  private final String platformId = "p-" + UUID.randomUUID();
  private final String model = "m-" + UUID.randomUUID();

  @BeforeEach
  void makePlatform() {
    assertThat(
            GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", platformId)))
                .getString("errors"))
        .isNull();
  }

  @Test
  void shouldPriceWhatIsUsedFromThenOn() {
    assertThat(cost("before", "2026-03-02T00:00:00Z", 100)).isNull();

    JsonPath added = add(price(MARCH, "input", "2", "output", "8"));

    assertThat(added.getString("data.addPrice.source"))
        .isEqualTo("own price of platform " + platformId);
    assertThat(cost("earlier", "2026-02-28T23:59:59Z", 100)).isNull();
    assertThat(cost("from", MARCH, 100)).isEqualTo("0.0028"); // 1000 × 2 + 100 × 8 per million
    assertThat(cost("later", "2026-05-01T00:00:00Z", 100)).isEqualTo("0.0028");
    assertThat(cost("before", "2026-03-02T00:00:00Z", 100)).isNull(); // as it was booked
  }

  @Test
  void shouldHoldForItsPlatformAlone() {
    Map<String, Object> price = price(null, "input", "1");
    price.put("model", "gpt-4o");
    price.put("provider", "openai");
    add(price);

    JsonPath own = record(usage("own", "gpt-4o", MARCH, platformId, 0));
    JsonPath others = record(usage("others", "gpt-4o", MARCH, platformId + "-other", 0));

    assertThat(own.getString("usage.cost")).isEqualTo("0.001");
    assertThat(others.getString("usage.cost")).isEqualTo("0.0025");
    assertThat(
            GraphQl.send("explain-cost", Map.of("operationId", id("own")))
                .getString("data.explainCost.matchedBy"))
        .startsWith("own price of platform " + platformId);
  }

  @Test
  void shouldDiscountTheListPrice() {
    Map<String, Object> price = price(MARCH);
    price.put("model", "gpt-4o");
    price.put("provider", "openai");
    price.put("components", null);
    price.put("discountPercent", "12.5");

    JsonPath added = add(price);

    // 1000 × 2.5 × 0.875 + 100 × 10 × 0.875 per million
    assertThat(added.getString("data.addPrice.source")).startsWith("12.5 % off: ");
    assertThat(record(usage("off", "gpt-4o", MARCH, platformId, 100)).getString("usage.cost"))
        .isEqualTo("0.0030625");
  }

  @Test
  void shouldTakeTheLastOfTwoFromTheSameInstant() {
    add(price(MARCH, "input", "2"));
    add(price(MARCH, "input", "3"));
    add(price(MARCH, "input", "3")); // the same again
    assertThat(cost("a", MARCH, 0)).isEqualTo("0.003");

    add(price(MARCH, "input", "2")); // back to what it was

    assertThat(cost("b", MARCH, 0)).isEqualTo("0.002");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          input | -1    |     | INVALID_VALUE price.components
          input | 1e400 |     | INVALID_VALUE price.components.price
          in;ut | 1     |     | INVALID_VALUE price.components
          page  | 1     | 200 | INVALID_VALUE price.components
          input | 1     | 0   | INVALID_VALUE price.components
          """)
  void shouldSayWhatIsWrongWithAComponent(
      String name, String amount, @Nullable Integer above, String error) {
    Map<String, Object> component = new HashMap<>();
    component.put("name", name);
    component.put("price", amount);
    component.put("aboveTokens", above);
    Map<String, Object> price = price(MARCH);
    price.put("components", List.of(component));

    assertThat(error(price)).isEqualTo(error);
  }

  @Test
  void shouldSayWhatIsWrongWithAPrice() {
    Map<String, Object> discount = price(null);
    discount.put("components", null);
    assertThat(error(discount)).isEqualTo("INVALID_VALUE price.components");
    discount.put("discountPercent", "10");
    assertThat(error(discount)).isEqualTo("INVALID_VALUE price.effectiveFrom");
    discount.put("effectiveFrom", MARCH);
    assertThat(error(discount)).isEqualTo("NOT_FOUND price.model");
    discount.put("model", "gpt-4o");
    discount.put("provider", "openai");
    discount.put("discountPercent", "100.5");
    assertThat(error(discount)).isEqualTo("INVALID_VALUE price.discountPercent");

    Map<String, Object> unknown = price(MARCH, "input", "1");
    unknown.put("platformId", "nobody-" + UUID.randomUUID());
    assertThat(error(unknown)).isEqualTo("NOT_FOUND price.platformId");
    Map<String, Object> foreign = price(MARCH, "input", "1");
    foreign.put("currency", "GOLD");
    assertThat(error(foreign)).isEqualTo("INVALID_VALUE price.currency");
    assertThat(error(price(MARCH, "input", "1", "input", "2")))
        .isEqualTo("INVALID_VALUE price.components");
  }

  private static JsonPath add(Map<String, Object> price) {
    JsonPath answer = GraphQl.send("add-price", Map.of("price", price));
    assertThat(answer.getString("errors")).isNull();
    return answer;
  }

  private static String error(Map<String, Object> price) {
    return GraphQl.error(GraphQl.send("add-price", Map.of("price", price)));
  }

  /**
   * @param components name, price, name, price …
   */
  private Map<String, Object> price(@Nullable String from, String... components) {
    Map<String, Object> price = new HashMap<>();
    price.put("model", model);
    price.put("provider", "own-host");
    price.put("platformId", platformId);
    price.put("effectiveFrom", from);
    List<Map<String, Object>> priced = new ArrayList<>();
    for (int i = 0; i < components.length; i += 2) {
      priced.add(Map.of("name", components[i], "price", components[i + 1]));
    }
    price.put("components", priced);
    return price;
  }

  private @Nullable String cost(String name, String at, int output) {
    return record(usage(name, model, at, platformId, output)).getString("usage.cost");
  }

  private static JsonPath record(Map<String, Object> usage) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", List.of(usage)));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.recordUsages[0]");
  }

  private Map<String, Object> usage(
      String name, String modelId, String at, String platform, int output) {
    return Map.of(
        "operationId",
        id(name),
        "agentId",
        "agent",
        "platformId",
        platform,
        "model",
        modelId,
        "timestamp",
        at,
        "tokens",
        Map.of("input", 1000, "output", output));
  }

  private String id(String name) {
    return platformId + ":" + name;
  }
}
