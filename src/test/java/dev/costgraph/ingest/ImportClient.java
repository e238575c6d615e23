package dev.costgraph.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Sends files to a service on this machine. */
record ImportClient(int port) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@return the report of an import that can be read} */
  JsonNode imported(String type, String query, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send("/import/usage" + query, type, body);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  JsonNode imported(String type, String query, String body)
      throws IOException, InterruptedException {
    return imported(type, query, HttpRequest.BodyPublishers.ofString(body));
  }

  /** {@return status, code, field and message of an import that cannot be read} */
  String refused(String type, String query, String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send("/import/usage" + query, type, HttpRequest.BodyPublishers.ofString(body));
    JsonNode error = JSON.readTree(response.body()).path("errors").path(0);
    return "%d %s %s: %s"
        .formatted(
            response.statusCode(),
            error.path("extensions").path("code").asText(),
            error.path("extensions").path("field").asText(),
            error.path("message").asText());
  }

  /** {@return the data of a GraphQL query} */
  JsonNode query(String query) throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(JSON.createObjectNode().put("query", query));
    HttpResponse<String> response =
        send("/graphql", "application/json", HttpRequest.BodyPublishers.ofString(body));
    JsonNode answer = JSON.readTree(response.body());
    if (answer.has("errors")) {
      throw new AssertionError(response.body());
    }
    return answer.path("data");
  }

  static String counts(JsonNode report) {
    return "lines %s recorded %s replayed %s conflicts %s rejected %s"
        .formatted(
            report.path("lines"),
            report.path("recorded"),
            report.path("replayed"),
            report.path("conflicts"),
            report.path("rejected"));
  }

  static List<String> errors(JsonNode report) {
    return report
        .path("errors")
        .valueStream()
        .map(
            error ->
                "%s %s %s"
                    .formatted(
                        error.path("line"),
                        error.path("code").asText(),
                        error.path("field").asText("null")))
        .toList();
  }

  private HttpResponse<String> send(String path, String type, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Content-Type", type)
              .POST(body)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
