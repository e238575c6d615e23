package dev.costgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each bound of {@link Limits} on budgets and platforms, one beyond it, as "code field" of the
 * answer. A subtree of 5,001 budgets would take minutes to make and is not tried.
 */
@QuarkusTest
class BadEditIT extends BadInput {

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
          "budgetId": "LONG129" | INVALID_VALUE budgetId
          "name": "LONG257" | INVALID_VALUE name
          "name": "" | INVALID_VALUE name
          "limit": "-1" | INVALID_VALUE limit
          "limit": "1.0000000001" | INVALID_VALUE limit
          "limit": "1E+400" | INVALID_VALUE limit
          "limit": "9223372036.854775808" | INVALID_VALUE limit
          "unit": "TOKENS", "limit": "1.5" | INVALID_VALUE limit
          "warningThresholds": [THRESHOLDS11] | INVALID_VALUE warningThresholds
          "warningThresholds": ["0"] | INVALID_VALUE warningThresholds
          "warningThresholds": ["10.000000001"] | INVALID_VALUE warningThresholds
          "warningThresholds": ["x"] | INVALID_VALUE warningThresholds
          "zone": "Mars/Base" | INVALID_VALUE zone
          "period": "FIXED" | INVALID_VALUE periodStart
          "period": "FIXED", "periodStart": "DAY1", "periodEnd": "DAY1" | INVALID_VALUE periodStart
          "periodEnd": "DAY1" | INVALID_VALUE periodEnd
          "resourceId": "a" | INVALID_VALUE resourceId
          "type": "TASK" | INVALID_VALUE resourceId
          "type": "AGENT", "resourceId": "LONG129" | INVALID_VALUE resourceId
          "type": "PLATFORM", "resourceId": "a" | INVALID_VALUE resourceId
          "type": "TASK", "resourceId": "ID-none" | NOT_FOUND resourceId
          "platformId": "ID-none" | NOT_FOUND platformId
          "parentBudgetIds": ["ID-none"] | NOT_FOUND parentBudgetIds
          "warningThresholds": [THRESHOLDS10] | none
          "limit": "0" | none
          """)
  void shouldRefuseABudget(String members, String refusal) {
    assertThat(refusal("create-budget", budget("b", members))).isEqualTo(refusal);
  }

  @Test
  void shouldRefuseATreeTooDeep() {
    String parent = "";
    for (int depth = 1; depth <= Limits.TREE_DEPTH_MAX; depth++) {
      send("create-budget", budget("b" + depth, parent));
      parent = "\"parentBudgetIds\": [\"ID-b" + depth + "\"]";
    }

    assertThat(refusal("create-budget", budget("b33", parent)))
        .isEqualTo("TREE_TOO_LARGE parentBudgetIds");
  }

  @Test
  void shouldRefuseAPathTooLong() {
    for (int i = 1; i <= Limits.PATH_BUDGETS_MAX; i++) {
      send("create-budget", budget("b" + i, ""));
    }
    String project = "\"type\": \"PROJECT\", \"resourceId\": \"ID-p\", \"parentBudgetIds\": [%s]";

    assertThat(
            refusal("create-budget", budget("p", project.formatted(ids(Limits.PATH_BUDGETS_MAX)))))
        .isEqualTo("TREE_TOO_LARGE parentBudgetIds");
    assertThat(
            refusal(
                "create-budget", budget("p", project.formatted(ids(Limits.PATH_BUDGETS_MAX - 1)))))
        .isEqualTo("none");
  }

  @Test
  void shouldRefuseEditsThatBreakTheTree() {
    String task = "\"type\": \"TASK\", \"resourceId\": \"ID-t\"";
    send("put-project", object().add("projectId", id + "-p").add("platformId", id));
    send("put-task", object().add("taskId", id + "-t").add("projectId", id + "-p"));
    send("create-budget", budget("a", ""));
    send("create-budget", budget("b", "\"parentBudgetIds\": [\"ID-a\"]"));
    send("create-budget", budget("q", "\"type\": \"PROJECT\", \"resourceId\": \"ID-q\""));
    send("create-budget", budget("agent", "\"type\": \"AGENT\", \"resourceId\": \"x\""));

    assertThat(refusal("move-budget", move("a", "b"))).isEqualTo("CYCLE parentBudgetIds");
    assertThat(refusal("move-budget", move("a", "a"))).isEqualTo("CYCLE parentBudgetIds");
    assertThat(refusal("move-budget", move("b", "a", "a")))
        .isEqualTo("INVALID_VALUE parentBudgetIds");
    assertThat(refusal("move-budget", move("b", "agent")))
        .isEqualTo("INVALID_VALUE parentBudgetIds");
    assertThat(refusal("move-budget", move("none", "a"))).isEqualTo("NOT_FOUND budgetId");
    assertThat(refusal("create-budget", budget("a", "\"name\": \"other\"")))
        .isEqualTo("ALREADY_EXISTS budgetId");
    assertThat(refusal("create-budget", budget("t", task + ", \"parentBudgetIds\": [\"ID-q\"]")))
        .isEqualTo("CONTRADICTING_IDS parentBudgetIds");
    assertThat(refusal("close-budget", object("\"budgetId\": \"ID-a\"")))
        .isEqualTo("NOT_CLOSABLE budgetId");
    assertThat(refusal("close-budget", object("\"budgetId\": \"ID-b\""))).isEqualTo("none");
    assertThat(refusal("subtree", object("\"budgetId\": \"ID-none\"")))
        .isEqualTo("NOT_FOUND budgetId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "name": "" | INVALID_VALUE name
          "limit": "0.0000000001" | INVALID_VALUE limit
          "limit": "1", "noLimit": true | INVALID_VALUE noLimit
          "warningThresholds": [THRESHOLDS11] | INVALID_VALUE warningThresholds
          """)
  void shouldRefuseAChange(String members, String refusal) {
    send("create-budget", budget("b", ""));

    assertThat(
            refusal(
                "update-budget",
                object().add("budgetId", id + "-b").add("change", object(members))))
        .isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "platformId": "LONG129" | INVALID_VALUE platformId
          "platformId": "ID-new", "name": "LONG257" | INVALID_VALUE name
          "platformId": "ID-new", "currency": "BITCOIN" | INVALID_VALUE currency
          "platformId": "ID-new", "zone": "Mars/Base" | INVALID_VALUE zone
          "platformId": "ID", "currency": "EUR" | FIXED_AT_CREATION currency
          "platformId": "ID", "zone": "Europe/Paris" | FIXED_AT_CREATION zone
          """)
  void shouldRefuseAPlatform(String members, String refusal) {
    assertThat(refusal("put-platform", object().add("platform", object(members))))
        .isEqualTo(refusal);
  }

  @Test
  void shouldRefuseTasksOfUnknownProjects() {
    assertThat(refusal("put-task", object("\"taskId\": \"ID-t\", \"projectId\": \"ID-none\"")))
        .isEqualTo("NOT_FOUND projectId");
    assertThat(refusal("put-task", object("\"taskId\": \"LONG129\", \"projectId\": \"ID-p\"")))
        .isEqualTo("INVALID_VALUE taskId");
    assertThat(refusal("put-project", object("\"projectId\": \"\", \"platformId\": \"ID\"")))
        .isEqualTo("INVALID_VALUE projectId");
  }
}
