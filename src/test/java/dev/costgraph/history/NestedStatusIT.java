package dev.costgraph.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.sample.Sample;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;

/** Statuses beside fields that are read in batches, whichever of them is there last. */
@QuarkusTest
class NestedStatusIT {

  private static final String QUERY =
      """
      {
        budget(budgetId: "sample-platform") {
          status { spent budget { parents { budgetId } children { budgetId } } }
          children {
            known: status(asOfSequence: 2000) { spent }
            parents { budgetId parents { budgetId } }
            children { status { spent } parents { status { spent } parents { budgetId } } }
          }
        }
      }
      """;

  @Inject Sample sample;

  @RepeatedTest(10)
  void shouldAnswerAll() {
    sample.load();

    JsonPath answer =
        given()
            .contentType("application/json")
            .body(Map.of("query", QUERY))
            .post("/graphql")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(answer.getList("errors")).isNull();
    List<String> parents =
        answer.getList("data.budget.children.children.flatten().parents.flatten().status.spent");
    assertThat(parents).isNotEmpty().doesNotContainNull();
  }
}
