package dev.costgraph;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Sends the operations of {@code graphql/operations}, as the page does. */
public final class GraphQl {

  private GraphQl() {}

  /** {@return the answer to {@code graphql/operations/<operation>.graphql}, errors and all} */
  public static JsonPath send(String operation, Map<String, ?> variables) {
    Map<String, Object> body = new HashMap<>();
    body.put("query", read("/graphql/operations/" + operation + ".graphql"));
    body.put("variables", variables);
    return given()
        .contentType("application/json")
        .body(body)
        .post("/graphql")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** {@return {@code extensions.code extensions.field} of the only error} */
  public static String error(JsonPath answer) {
    return answer.getString("errors[0].extensions.code")
        + " "
        + answer.getString("errors[0].extensions.field");
  }

  private static String read(String resource) {
    try (InputStream in = GraphQl.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
