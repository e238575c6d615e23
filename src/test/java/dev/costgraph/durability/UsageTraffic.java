package dev.costgraph.durability;

import static jakarta.json.Json.createArrayBuilder;
import static jakarta.json.Json.createObjectBuilder;

import dev.costgraph.GraphQlClient;
import dev.costgraph.durability.Journal.Command;
import dev.costgraph.durability.Journal.Kind;
import dev.costgraph.durability.Journal.Request;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Usages on two platforms, one by one and in lists, some of them again. Each platform has a budget
 * for all it spends, {@code <platform>:root}, above those of two tasks; an agent has one too.
 *
 * @param prefix of every id
 */
record UsageTraffic(String prefix) implements Load.Traffic {

  private static final int LIST_MAX = 60;
  private static final int PLATFORMS = 2;

  List<String> platformIds() {
    return List.of(platform(0), platform(1));
  }

  private String platform(int number) {
    return prefix + "-" + number;
  }

  /** Makes what the usages are booked on. */
  void prepare(GraphQlClient client) {
    for (String platformId : platformIds()) {
      client.send(
          "put-platform",
          object("platform", createObjectBuilder().add("platformId", platformId)).build());
      client.send(
          "put-project",
          createObjectBuilder()
              .add("projectId", platformId + ":project")
              .add("platformId", platformId)
              .build());
      budget(client, platformId, "root", "PLATFORM", platformId, null);
      for (int task = 0; task < 2; task++) {
        String taskId = platformId + ":task-" + task;
        client.send(
            "put-task",
            createObjectBuilder()
                .add("taskId", taskId)
                .add("projectId", platformId + ":project")
                .build());
        budget(client, platformId, "task-" + task, "TASK", taskId, "root");
      }
      budget(client, platformId, "agent", "AGENT", "agent-0", "root");
    }
  }

  private static void budget(
      GraphQlClient client,
      String platformId,
      String name,
      String type,
      String resourceId,
      @org.jspecify.annotations.Nullable String parent) {
    JsonArrayBuilder parents = createArrayBuilder();
    if (parent != null) {
      parents.add(platformId + ":" + parent);
    }
    JsonObjectBuilder budget =
        createObjectBuilder()
            .add("budgetId", platformId + ":" + name)
            .add("name", name)
            .add("type", type)
            .add("resourceId", resourceId)
            .add("platformId", platformId)
            .add("parentBudgetIds", parents)
            .add("limit", "10000");
    client.send("create-budget", object("budget", budget).build());
  }

  private static JsonObjectBuilder object(String name, JsonObjectBuilder value) {
    return createObjectBuilder().add(name, value);
  }

  @Override
  public Request next(Random random, Journal journal) {
    int size = random.nextInt(3) == 0 ? 2 + random.nextInt(LIST_MAX) : 1;
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      commands.add(usage(random, journal));
    }
    return request(commands);
  }

  /** {@return a request for usages} */
  static Request request(List<Command> commands) {
    JsonArrayBuilder usages = createArrayBuilder();
    commands.forEach(command -> usages.add(command.content()));
    JsonObject variables = createObjectBuilder().add("usages", usages).build();
    return new Request("record-usages", variables, commands);
  }

  /** {@return a new usage, or one again} */
  Command usage(Random random, Journal journal) {
    Command again = journal.takeAgain(Kind.USAGE, random);
    if (again != null) {
      return again;
    }
    String id = prefix + "-op-" + journal.nextNumber();
    return new Command(Kind.USAGE, id, somewhere(random).add("operationId", id).build());
  }

  /** {@return who spends how much on what, of a usage or a reservation} */
  JsonObjectBuilder somewhere(Random random) {
    String platformId = platform(random.nextInt(PLATFORMS));
    return createObjectBuilder()
        .add("agentId", "agent-" + random.nextInt(4))
        .add("taskId", platformId + ":task-" + random.nextInt(3))
        .add("platformId", platformId)
        .add("amount", BigDecimal.valueOf(1 + random.nextInt(5_000_000), 9).toPlainString());
  }

  /** {@return what a usage costs or a reservation holds, in nanos} */
  static long nanos(JsonObject content) {
    return new BigDecimal(content.getString("amount")).movePointRight(9).longValueExact();
  }
}
