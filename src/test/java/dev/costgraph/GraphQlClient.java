package dev.costgraph;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends the operations of {@code graphql/operations} over HTTP. */
public record GraphQlClient(int port) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  /** {@return the data of the answer} An answer with errors fails the test. */
  public JsonObject send(String operation, JsonObject variables) {
    JsonObject answer = answer(operation, variables);
    if (answer.containsKey("errors")) {
      throw new AssertionError(operation + " " + variables + ": " + answer.get("errors"));
    }
    return answer.getJsonObject("data");
  }

  /** {@return the whole answer, with data and errors} */
  public JsonObject answer(String operation, JsonObject variables) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(payload(operation, variables).toString()))
            .build();
    try {
      return parse(CLIENT.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@return the request of an operation} */
  public static JsonObject payload(String operation, JsonObject variables) {
    String resource = "/graphql/operations/" + operation + ".graphql";
    try (InputStream in = GraphQlClient.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return Json.createObjectBuilder()
          .add("query", new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .add("variables", variables)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the object that a text holds} */
  public static JsonObject parse(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
