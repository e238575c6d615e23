package dev.costgraph.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Costs beside those of the time before, and what a call and a token cost. */
@QuarkusTest
class PreviousCostsIT {

  private static final String FROM = "2026-03-10T00:00:00Z";
  private static final String TO =
      "2026-03-12T06:00:00Z"; // 54 hours: the time before is from the 7th

  private final String platformId = "p-" + UUID.randomUUID();

  @BeforeEach
  void record() {
    // gpt-4o: 2.50, cached 1.25 and 10 USD per million
    JsonPath answer =
        GraphQl.send(
            "record-usages",
            Map.of(
                "usages",
                List.of(
                    usage("long ago", "ann", "2026-03-07T17:59:59.999Z", tokens(9_000, 0, 0)),
                    usage("first", "ann", "2026-03-07T18:00:00Z", tokens(1_000, 0, 0)),
                    usage("gone", "bob", "2026-03-09T23:59:59.999Z", Map.of("amount", "0.5")),
                    usage("now", "ann", FROM, tokens(1_000, 3_000, 100)),
                    usage("also", "ann", "2026-03-12T05:59:59.999Z", Map.of("amount", "2")),
                    usage("new", "eve", "2026-03-11T12:30:00Z", tokens(0, 0, 300)),
                    usage("unpriced", "eve", "2026-03-11T12:30:00Z", unpriced()),
                    usage("later", "ann", TO, tokens(9_000, 0, 0)))));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  @Test
  void shouldStandBesideTheSameLengthOfTimeBefore() {
    JsonPath costs = costs(true);

    assertThat(costs.getList("rows.keys"))
        .containsExactly(List.of("ann"), List.of("eve"), List.of("bob"));
    // 1,000 × 2.5 + 3,000 × 1.25 + 100 × 10 per million, and the amount
    assertThat(costs.getList("rows.totals.cost")).containsExactly("2.00725", "0.003", "0");
    assertThat(costs.getList("rows.share")).containsExactly("0.9985", "0.0015", "0");
    assertThat(costs.getString("rows[0].previous.cost")).isEqualTo("0.0025");
    assertThat(costs.getString("rows[1].previous")).isNull();
    assertThat(costs.getString("rows[2].previous.cost")).isEqualTo("0.5");
    assertThat(costs.getString("total.cost")).isEqualTo("2.01025");
    assertThat(costs.getInt("total.calls")).isEqualTo(4);
    assertThat(costs.getString("previous.cost")).isEqualTo("0.5025");
    assertThat(costs.getInt("previous.calls")).isEqualTo(2);
  }

  @Test
  void shouldSayNothingOfItUnlessAsked() {
    JsonPath costs = costs(false);

    assertThat(costs.getList("rows.keys")).containsExactly(List.of("ann"), List.of("eve"));
    assertThat(costs.getList("rows.previous")).containsOnlyNulls();
    assertThat(costs.getString("previous")).isNull();
  }

  @Test
  void shouldSayWhatACallAndATokenCost() {
    JsonPath costs = costs(true);

    assertThat(costs.getString("total.costPerCall")).isEqualTo("0.670083333"); // 2.01025 ÷ 3
    assertThat(costs.getString("total.costPer1000Tokens")).isEqualTo("0.372268519"); // of 5,400
    assertThat(costs.getString("total.cacheHitShare")).isEqualTo("0.6"); // 3,000 of 5,000
    assertThat(costs.getList("rows.totals.costPerCall"))
        .containsExactly("1.003625", "0.003", null); // eve's other call has no price
    assertThat(costs.getList("rows.totals.cacheHitShare")).containsExactly("0.75", "0", null);
  }

  @Test
  void shouldNeedBothEndsOfTheTime() {
    assertThat(error(Map.of("to", TO))).isEqualTo("INVALID_VALUE filter.from");
    assertThat(error(Map.of("from", FROM))).isEqualTo("INVALID_VALUE filter.to");
  }

  private String error(Map<String, String> time) {
    Map<String, Object> filter = new HashMap<>(time);
    filter.put("platformIds", List.of(platformId));
    return GraphQl.error(
        GraphQl.send("costs", Map.of("groupBy", List.of(), "filter", filter, "previous", true)));
  }

  private JsonPath costs(boolean previous) {
    Map<String, Object> filter = Map.of("platformIds", List.of(platformId), "from", FROM, "to", TO);
    JsonPath answer =
        GraphQl.send(
            "costs", Map.of("groupBy", List.of("AGENT"), "filter", filter, "previous", previous));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.costs");
  }

  private static Map<String, Object> tokens(int input, int cacheRead, int output) {
    return Map.of(
        "model",
        "gpt-4o",
        "tokens",
        Map.of("input", input, "cacheRead", cacheRead, "output", output));
  }

  private static Map<String, Object> unpriced() {
    return Map.of("model", "nobody-knows", "tokens", Map.of("input", 1_000));
  }

  private Map<String, Object> usage(
      String name, String agentId, String at, Map<String, Object> rest) {
    Map<String, Object> usage = new HashMap<>(rest);
    usage.put("operationId", platformId + ":" + name);
    usage.put("agentId", agentId);
    usage.put("platformId", platformId);
    usage.put("timestamp", at);
    return usage;
  }
}
