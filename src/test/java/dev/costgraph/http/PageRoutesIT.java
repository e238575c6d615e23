package dev.costgraph.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page is served to everybody, its data to nobody without a token. */
@QuarkusTest
@TestProfile(TokenIT.Tokens.class)
class PageRoutesIT {

  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/static/bundle/[^\"]+)\"");

  @ParameterizedTest
  @ValueSource(strings = {"/", "/costs", "/budget?id=a/b", "/runs", "/explore", "/prices"})
  void shouldAnswerLinksWithTheDocument(String path) {
    Response answer = given().get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/html");
    assertThat(answer.asString()).contains("<cg-app>").doesNotContain("<style", "style=");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http:", "https:", "*");
  }

  @Test
  void shouldKeepAssetsForAYear() {
    List<String> assets =
        ASSET.matcher(given().get("/").asString()).results().map(found -> found.group(1)).toList();

    assertThat(assets).anyMatch(path -> path.endsWith(".js")).anyMatch(p -> p.endsWith(".css"));
    for (String asset : assets) {
      Response answer = given().get(asset);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void shouldServeNothingElseWithoutAToken() {
    for (String path :
        List.of("/costs/", "/static/", "/report?budgetId=a", "/graphql/schema.graphql", "/any")) {
      assertThat(given().get(path).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(given().contentType("application/json").body("{}").post("/").statusCode())
        .isEqualTo(401);
    assertThat(given().get("/static/bundle/../../graphql/schema.graphql").statusCode())
        .isEqualTo(401);
  }

  @Test
  void shouldNotBeServedToAForeignHost() {
    assertThat(given().header("Host", "example.net").get("/").statusCode()).isEqualTo(421);
  }

  /** Sources stay at home: what is served is what was bundled. */
  @Test
  void shouldNotServeSources() {
    String document = given().get("/").asString();
    Matcher script = ASSET.matcher(document);

    assertThat(script.find()).isTrue();
    assertThat(given().get("/static/bundle/app.ts").statusCode()).isEqualTo(404);
    assertThat(given().get(script.group(1) + ".map").statusCode()).isEqualTo(404);
  }
}
