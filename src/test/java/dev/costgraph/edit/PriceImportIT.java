package dev.costgraph.edit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.costgraph.GraphQl;
import dev.costgraph.SharedData;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Price documents imported into a running service. */
@QuarkusTest
class PriceImportIT {

  private static final String MAY = "2026-05-01T00:00:00Z";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final String model = "m-" + UUID.randomUUID();

  @Test
  void shouldPriceByWhatWasImported() {
    String document =
        """
        {"%s": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 3e-06,
          "output_cost_per_token": 1.5e-05},
         "sample_spec": {"input_cost_per_token": 0}}\
        """
            .formatted(model);
    assertThat(cost("before", "2026-05-02T00:00:00Z")).isNull();

    assertThat(send(document, MAY, true).getInt("added")).isEqualTo(1);
    assertThat(cost("dry", "2026-05-02T00:00:00Z")).isNull();
    JsonPath done = send(document, MAY, false);
    assertThat(done.getInt("added")).isEqualTo(1);

    assertThat(cost("after", "2026-05-02T00:00:00Z")).isEqualTo("0.003");
    assertThat(cost("earlier", "2026-04-30T00:00:00Z")).isNull();
    JsonPath again = send(document, MAY, false);
    assertThat(again.getInt("added") + again.getInt("changed")).isZero();
    assertThat(again.getInt("unchanged")).isEqualTo(1);

    JsonPath changed = send(document.replace("3e-06", "2.5e-06"), "2026-06-01T00:00:00Z", false);
    assertThat(changed.getInt("changed")).isEqualTo(1);
    assertThat(changed.getString("changes[0].component")).isEqualTo("input");
    assertThat(changed.getString("changes[0].oldPrice")).isEqualTo("3");
    assertThat(changed.getString("changes[0].newPrice")).isEqualTo("2.5");
    assertThat(cost("may", "2026-05-31T23:59:59Z")).isEqualTo("0.003");
    assertThat(cost("june", "2026-06-01T00:00:00Z")).isEqualTo("0.0025");
  }

  @Test
  void shouldSayWhatIsWrongWithADocument() {
    JsonPath answer =
        GraphQl.send(
            "import-prices", Map.of("format", "LITELLM", "document", "[1", "dryRun", true));

    assertThat(GraphQl.error(answer)).isEqualTo("INVALID_VALUE document");
  }

  @Test
  void shouldNotStopRecording() throws Exception {
    String document = renamed(SharedData.folder("prices/litellm").resolve("2026-08-01.json"));
    AtomicBoolean imported = new AtomicBoolean();
    AtomicInteger recorded = new AtomicInteger();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          executor.submit(
              () -> {
                while (!imported.get()) {
                  cost("meanwhile-" + recorded.incrementAndGet(), MAY);
                }
              });
      try {
        JsonPath report = send(document, "2026-08-01T00:00:00Z", false);
        assertThat(report.getInt("added")).isGreaterThan(2_000);
      } finally {
        imported.set(true);
      }
      writer.get();
    }

    assertThat(recorded.get()).isGreaterThan(5);
    JsonPath again = send(document, "2026-08-01T00:00:00Z", false);
    assertThat(again.getInt("added") + again.getInt("changed")).isZero();
  }

  /** {@return a table whose models nobody else uses, at a host that nobody else has} */
  private String renamed(Path table) throws IOException {
    ObjectNode renamed = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> entry : JSON.readTree(table.toFile()).properties()) {
      ObjectNode fields = ((ObjectNode) entry.getValue()).put("litellm_provider", "host-" + model);
      renamed.set(model + "-" + entry.getKey(), fields);
    }
    return JSON.writeValueAsString(renamed);
  }

  private static JsonPath send(String document, String from, boolean dryRun) {
    JsonPath answer =
        GraphQl.send(
            "import-prices",
            Map.of(
                "format", "LITELLM",
                "document", document,
                "effectiveFrom", from,
                "dryRun", dryRun));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.importPrices");
  }

  private @Nullable String cost(String name, String at) {
    JsonPath answer =
        GraphQl.send(
            "record-usages",
            Map.of(
                "usages",
                List.of(
                    Map.of(
                        "operationId",
                        model + ":" + name,
                        "agentId",
                        "agent",
                        "platformId",
                        model,
                        "model",
                        model,
                        "timestamp",
                        at,
                        "tokens",
                        Map.of("input", 1000)))));
    assertThat(answer.getString("errors")).isNull();
    return answer.getString("data.recordUsages[0].usage.cost");
  }
}
