package dev.costgraph.pricing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PriceApiIT {

  @Test
  void shouldAnswerThePriceOfATimeInExactDecimals() {
    query(
            """
            { price(model: "openai/gpt-4o-mini", at: "2026-08-01T00:00:00Z") {
                model provider effectiveFrom currency upToPromptTokens
                components { name unit price tier aboveTokens } } }
            """)
        .body("errors", nullValue())
        .body("data.price.model", equalTo("gpt-4o-mini"))
        .body("data.price.provider", equalTo("openai"))
        .body("data.price.effectiveFrom", nullValue())
        .body("data.price.upToPromptTokens", nullValue())
        .body(
            "data.price.components.findAll { it.tier == 'STANDARD' }.name",
            contains("input", "cacheRead", "output"))
        .body(
            "data.price.components.findAll { it.tier == 'STANDARD' }.price",
            contains("0.15", "0.075", "0.6"))
        .body(
            "data.price.components.findAll { it.tier == 'BATCH' }.price", contains("0.075", "0.3"))
        .body("data.price.components.aboveTokens", everyItem(nullValue()))
        .body("data.price.components.unit", hasItem("1000000 tokens"));
  }

  @Test
  void shouldAnswerNullForAPriceThatIsNotKnown() {
    query("{ price(model: \"no-such-model\") { model } }")
        .body("errors", nullValue())
        .body("data.price", nullValue());
  }

  @Test
  void shouldPageThroughPrices() {
    String cursor =
        query(
                """
                { prices(provider: "deepseek", search: "chat", first: 1) {
                    nodes { effectiveFrom } edges { cursor node { model } }
                    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
                """)
            .body("errors", nullValue())
            .body("data.prices.edges.node.model", contains("deepseek-chat"))
            .body("data.prices.pageInfo.hasNextPage", equalTo(true))
            .body("data.prices.pageInfo.hasPreviousPage", equalTo(false))
            .extract()
            .path("data.prices.pageInfo.endCursor");

    query(
            """
            { prices(provider: "deepseek", search: "chat", first: 1, after: "%s") {
                nodes { effectiveFrom } } }
            """
                .formatted(cursor))
        .body("data.prices.nodes.effectiveFrom", contains("2025-02-08T16:00:00Z"));
  }

  @Test
  void shouldNameTheCauseOfABadRequest() {
    query("{ prices(after: \"nonsense!\") { nodes { model } } }")
        .body("errors[0].extensions.code", equalTo("BAD_CURSOR"))
        .body(
            "errors[0].message",
            equalTo("after 'nonsense!' is no cursor of this list: use one of its answers"));
    query("{ prices(first: 501) { nodes { model } } }")
        .body("errors[0].extensions.code", equalTo("OUT_OF_RANGE"))
        .body("errors[0].message", equalTo("first is 501, not 1 to 500"));
  }

  @Test
  void shouldServeTheFieldsOfThePriceAndNoneOfItsInsides() {
    query("{ __type(name: \"ModelPrice\") { fields { name } } }")
        .body(
            "data.__type.fields.name",
            containsInAnyOrder(
                "model",
                "provider",
                "effectiveFrom",
                "source",
                "currency",
                "upToPromptTokens",
                "components",
                "longPrompts"));
    query("{ __type(name: \"PriceComponent\") { fields { name type { ofType { name } } } } }")
        .body(
            "data.__type.fields.name",
            containsInAnyOrder("name", "unit", "price", "tier", "aboveTokens", "hours"))
        .body(
            "data.__type.fields.find { it.name == 'price' }.type.ofType.name", equalTo("Decimal"));
  }

  private static ValidatableResponse query(String query) {
    return given()
        .contentType("application/json")
        .body(Map.of("query", query))
        .post("/graphql")
        .then()
        .statusCode(200);
  }
}
