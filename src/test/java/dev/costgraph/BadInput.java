package dev.costgraph;

import static java.util.stream.Collectors.joining;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Sends what is not well, on a platform of the test's own, and says how it was answered. */
abstract class BadInput {

  final String id = "bad-" + UUID.randomUUID();
  private GraphQlClient client = new GraphQlClient(0);

  /** Makes the platform. */
  final void open(int port) {
    client = new GraphQlClient(port);
    send("put-platform", object().add("platform", object().add("platformId", id)));
  }

  final JsonObjectBuilder usage(String suffix, String members) {
    return object()
        .add("operationId", id + "-" + suffix)
        .add("agentId", "agent")
        .add("platformId", id)
        .add("amount", "1")
        .addAll(object(members));
  }

  final JsonObjectBuilder budget(String suffix, String members) {
    return object()
        .add(
            "budget",
            object()
                .add("budgetId", id + "-" + suffix)
                .add("name", suffix)
                .add("type", "CUSTOM")
                .add("platformId", id)
                .addAll(object(members)));
  }

  final JsonObjectBuilder move(String suffix, String... parents) {
    String quoted = List.of(parents).stream().map("\"ID-%s\""::formatted).collect(joining(", "));
    return object("\"budgetId\": \"ID-" + suffix + "\", \"parentBudgetIds\": [" + quoted + "]");
  }

  /** {@return the members of an object, with the words in capitals replaced} */
  final JsonObjectBuilder object(String members) {
    Instant now = Instant.now();
    String text =
        members
            .replaceAll("\\bID\\b", id)
            .replace("TAGS17", tags(17))
            .replace("TAGS16", tags(16))
            .replace("TAGS1", tags(1))
            .replace("TAG65", "{\"key\": \"" + "x".repeat(65) + "\", \"value\": \"\"}")
            .replace("THRESHOLDS11", thresholds(11))
            .replace("THRESHOLDS10", thresholds(10))
            .replace("DAY1", "2026-02-01T00:00:00Z")
            .replace("IN11MINUTES", now.plus(Duration.ofMinutes(11)).toString())
            .replace("IN9MINUTES", now.plus(Duration.ofMinutes(9)).toString());
    for (int length : new int[] {128, 129, 256, 257}) {
      text = text.replace("LONG" + length, (id + "x".repeat(length)).substring(0, length));
    }
    return Json.createObjectBuilder(GraphQlClient.parse("{" + text + "}"));
  }

  private static String tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"key\": \"k%d\", \"value\": \"\"}".formatted(i))
        .collect(joining(", "));
  }

  private static String thresholds(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"0.%02d\"".formatted(i + 1))
        .collect(joining(", "));
  }

  final String ids(int count) {
    return IntStream.rangeClosed(1, count).mapToObj("\"ID-b%d\""::formatted).collect(joining(", "));
  }

  /** {@return "code field" of each rejection, else the name of the outcome} */
  final List<String> outcomes(JsonObjectBuilder... usages) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    List.of(usages).forEach(list::add);
    return send("record-usages", object().add("usages", list))
        .getJsonArray("recordUsages")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(
            outcome ->
                outcome.getString("__typename").equals("Rejected")
                    ? outcome.getString("code") + " " + outcome.getString("field", "none")
                    : outcome.getString("__typename"))
        .toList();
  }

  /** {@return "code field" of the one error; "none" when there is none} */
  final String refusal(String operation, JsonObjectBuilder variables) {
    JsonObject answer = client.answer(operation, variables.build());
    Collection<JsonValue> errors =
        answer.containsKey("errors") ? answer.getJsonArray("errors") : List.of();
    return errors.isEmpty()
        ? "none"
        : errors.stream()
            .map(JsonValue::asJsonObject)
            .map(error -> error.getJsonObject("extensions"))
            .map(e -> e.getString("code", "no code") + " " + e.getString("field", "no field"))
            .collect(joining("; "));
  }

  final JsonObject send(String operation, JsonObjectBuilder variables) {
    return client.send(operation, variables.build());
  }

  static JsonObjectBuilder object() {
    return Json.createObjectBuilder();
  }
}
