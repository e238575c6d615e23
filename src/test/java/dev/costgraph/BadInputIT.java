package dev.costgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each bound of {@link Limits} on usages and pages, one beyond it, as "code field" of the answer.
 * What is refused about a document or a body is in {@code http.QueryGuardIT} and {@code
 * http.BodyIT}.
 */
@QuarkusTest
class BadInputIT extends BadInput {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @BeforeEach
  void open() {
    open(port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "operationId": "LONG129" | INVALID_ID operationId
          "operationId": "" | INVALID_ID operationId
          "agentId": "LONG129" | INVALID_ID agentId
          "agentId": "a\\nb" | INVALID_ID agentId
          "taskId": "LONG129" | INVALID_ID taskId
          "projectId": "LONG129" | INVALID_ID projectId
          "userId": "LONG129" | INVALID_ID userId
          "runId": "LONG129" | INVALID_ID runId
          "parentRunId": "a" | INVALID_ID parentRunId
          "step": "LONG257" | INVALID_TEXT step
          "capability": "LONG257" | INVALID_TEXT capability
          "model": "LONG257" | INVALID_TEXT model
          "provider": "" | INVALID_TEXT provider
          "tags": [TAGS17] | INVALID_TAG tags
          "tags": [{"key": "a=b", "value": "c"}] | INVALID_TAG tags.key
          "tags": [TAG65] | INVALID_TAG tags.key
          "tags": [TAGS1, TAGS1] | INVALID_TAG tags.key
          "tags": [{"key": "a", "value": "LONG257"}] | INVALID_TAG tags.value
          "amount": null | INVALID_MEASURE tokens
          "quantity": "1", "quantityUnit": "page" | INVALID_MEASURE amount
          "amount": null, "tokens": {"input": 1} | INVALID_MEASURE model
          "amount": null, "quantity": "1" | INVALID_MEASURE quantityUnit
          "amount": null, "model": "a", "tokens": {"input": -1} | NEGATIVE tokens.input
          "amount": null, "model": "a", "tokens": {"imageOutput": -1} | NEGATIVE tokens.imageOutput
          "amount": "-0.000000001" | NEGATIVE amount
          "amount": null, "quantity": "-1", "quantityUnit": "page" | NEGATIVE quantity
          "amount": "0.0000000001" | INVALID_DECIMAL amount
          "amount": "1E+400" | INVALID_DECIMAL amount
          "amount": "9223372036.854775808" | INVALID_DECIMAL amount
          "amount": "NaN" | INVALID_DECIMAL amount
          "amount": "" | INVALID_DECIMAL amount
          "timestamp": "IN11MINUTES" | TIMESTAMP_OUT_OF_RANGE timestamp
          "timestamp": "1999-12-31T23:59:59.999Z" | TIMESTAMP_OUT_OF_RANGE timestamp
          "currency": "EURO" | INVALID_CURRENCY currency
          """)
  void shouldRejectAUsage(String members, String rejection) {
    assertThat(outcomes(usage("u", members))).containsExactly(rejection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "operationId": "LONG128"
          "step": "LONG256"
          "tags": [TAGS16]
          "amount": "0.000000001"
          "amount": "1e-9"
          "amount": "0"
          "timestamp": "IN9MINUTES"
          "timestamp": "2000-01-01T00:00:00Z"
          "currency": "USD"
          """)
  void shouldRecordAtTheBound(String members) {
    String outcome = outcomes(usage("u", members)).getFirst();

    assertThat(outcome).isEqualTo(members.contains("1e-9") ? "INVALID_DECIMAL amount" : "Recorded");
  }

  @Test
  void shouldRejectContradictingIds() {
    send("put-platform", object().add("platform", object().add("platformId", id + "-other")));
    send("put-project", object().add("projectId", id + "-p").add("platformId", id));
    send("put-task", object().add("taskId", id + "-t").add("projectId", id + "-p"));
    String task = "\"taskId\": \"ID-t\"";

    assertThat(
            outcomes(
                usage("1", task + ", \"projectId\": \"ID-q\""),
                usage("2", task + ", \"platformId\": \"ID-other\""),
                usage("3", "\"projectId\": \"ID-p\", \"platformId\": \"ID-other\""),
                usage("4", task)))
        .containsExactly(
            "CONTRADICTING_IDS projectId",
            "CONTRADICTING_IDS taskId",
            "CONTRADICTING_IDS projectId",
            "Recorded");
  }

  @Test
  void shouldRejectUnknownResourcesWherePlatformsAsk() {
    send(
        "put-platform",
        object().add("platform", object().add("platformId", id).add("unknownResources", "REJECT")));

    assertThat(outcomes(usage("1", "\"taskId\": \"ID-t\""), usage("2", "\"projectId\": \"ID-p\"")))
        .containsExactly("UNKNOWN_RESOURCE taskId", "UNKNOWN_RESOURCE projectId");
  }

  @Test
  void shouldRejectWhatSumsCannotHold() {
    String large = "\"amount\": \"9000000000\"";

    assertThat(outcomes(usage("1", large), usage("2", large), usage("3", "\"amount\": \"1\"")))
        .containsExactly("Recorded", "AMOUNT_TOO_LARGE amount", "Recorded");
  }

  @Test
  void shouldNotFailGoodRecordsForBadOnes() {
    assertThat(
            outcomes(
                usage("1", ""),
                usage("2", "\"agentId\": \"\""),
                usage("1", ""),
                usage("1", "\"amount\": \"2\"")))
        .containsExactly("Recorded", "INVALID_ID agentId", "Replayed", "Conflict");
  }

  @Test
  void shouldRefuseAListOneTooLong() {
    JsonArrayBuilder usages = Json.createArrayBuilder();
    IntStream.rangeClosed(0, Limits.RECORDS_MAX).forEach(i -> usages.add(usage("" + i, "")));

    assertThat(refusal("record-usages", object().add("usages", usages)))
        .isEqualTo("OUT_OF_RANGE usages");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "first": 0 | OUT_OF_RANGE first
          "first": 501 | OUT_OF_RANGE first
          "first": -2147483648 | OUT_OF_RANGE first
          "first": 1, "after": "!" | BAD_CURSOR after
          "first": 1, "after": "YQ==" | BAD_CURSOR after
          "first": 500 | none
          """)
  void shouldRefuseBadPages(String variables, String refusal) {
    for (String operation : List.of("budgets", "prices")) {
      assertThat(refusal(operation, object(variables))).as(operation).isEqualTo(refusal);
    }
  }
}
