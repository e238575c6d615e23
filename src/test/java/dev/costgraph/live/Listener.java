package dev.costgraph.live;

import dev.costgraph.GraphQlClient;
import dev.costgraph.SocketClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** One subscription on a connection of its own. */
final class Listener implements AutoCloseable {

  private final SocketClient socket;
  private final String field;

  private Listener(int port, String operation, String field, JsonObject variables)
      throws InterruptedException {
    this.socket = SocketClient.open(port).init();
    this.field = field;
    if (!socket.next().contains("connection_ack")) {
      throw new AssertionError("no connection_ack");
    }
    socket.subscribe("1", operation, variables);
  }

  static Listener toEvents(int port, JsonObjectBuilder variables) throws InterruptedException {
    return new Listener(port, "ledger-events", "ledgerEvents", variables.build());
  }

  static Listener toBudget(int port, String budgetId) throws InterruptedException {
    return new Listener(
        port, "budget-changed", "budgetChanged", Tenant.object().add("budgetId", budgetId).build());
  }

  /** The next message as it came. */
  String message() throws InterruptedException {
    return socket.next();
  }

  JsonObject event() throws InterruptedException {
    return data().getJsonObject(field);
  }

  List<JsonObject> statuses() throws InterruptedException {
    return data().getJsonArray(field).getValuesAs(JsonObject.class);
  }

  private JsonObject data() throws InterruptedException {
    String message = socket.next();
    if (!message.contains("\"type\":\"next\"") || message.contains("\"errors\"")) {
      throw new AssertionError(message);
    }
    return GraphQlClient.parse(message).getJsonObject("payload").getJsonObject("data");
  }

  List<JsonObject> events(int count) throws InterruptedException {
    List<JsonObject> events = new ArrayList<>();
    while (events.size() < count) {
      events.add(event());
    }
    return events;
  }

  static long sequence(JsonObject item) {
    return item.getJsonNumber("sequence").longValueExact();
  }

  static List<Long> sequences(List<JsonObject> items) {
    return items.stream().map(Listener::sequence).toList();
  }

  @Override
  public void close() {
    socket.close();
  }
}
