package dev.costgraph.live;

import dev.costgraph.GraphQlClient;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.UUID;

/** A platform of one test. */
record Tenant(GraphQlClient client, String id) {

  static Tenant create(int port) {
    Tenant tenant = new Tenant(new GraphQlClient(port), "live-" + UUID.randomUUID());
    tenant.client.send(
        "put-platform", object().add("platform", object().add("platformId", tenant.id)).build());
    return tenant;
  }

  static JsonObjectBuilder object() {
    return Json.createObjectBuilder();
  }

  /** A usage that costs an amount; its operation id is the platform's with a suffix. */
  JsonObjectBuilder usage(String suffix, String amount) {
    return object()
        .add("operationId", operation(suffix))
        .add("agentId", "agent")
        .add("platformId", id)
        .add("amount", amount);
  }

  String operation(String suffix) {
    return id + "-" + suffix;
  }

  /** Records usages of which each must be booked now; {@return their sequences}. */
  List<Long> record(JsonObjectBuilder... usages) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (JsonObjectBuilder usage : usages) {
      list.add(usage);
    }
    JsonArray results =
        client
            .send("record-usages", object().add("usages", list).build())
            .getJsonArray("recordUsages");
    return results.getValuesAs(JsonObject.class).stream().map(Tenant::sequence).toList();
  }

  private static long sequence(JsonObject result) {
    if (!result.getString("__typename").equals("Recorded")) {
      throw new AssertionError(result.toString());
    }
    return result.getJsonObject("usage").getJsonNumber("sequence").longValueExact();
  }

  /** Makes a budget of this platform; {@return its id}. */
  String budget(String suffix, JsonObjectBuilder rest) {
    String budgetId = operation(suffix);
    client.send(
        "create-budget",
        object()
            .add("budget", rest.add("budgetId", budgetId).add("name", suffix).add("platformId", id))
            .build());
    return budgetId;
  }

  String platformBudget(String suffix, String limit, String... thresholds) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (String threshold : thresholds) {
      list.add(threshold);
    }
    return budget(
        suffix,
        object().add("type", "PLATFORM").add("limit", limit).add("warningThresholds", list));
  }
}
