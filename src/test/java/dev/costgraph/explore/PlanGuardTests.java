package dev.costgraph.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.explore.PlanGuard.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanGuardTests {

  private static final Step ROW = new Step("EmptyRow@neo4j", "", List.of());

  @Test
  void shouldAllowWhatReads() {
    assertThat(refusal(true, "VarLengthExpand(Pruning)@neo4j", "")).isNull();
    assertThat(refusal(true, "ProcedureCall@neo4j", "db.labels() :: (label :: STRING)")).isNull();
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertThat(refusal(true, "LoadCSV@neo4j", "")).contains("does LoadCSV");
    assertThat(refusal(true, "ReadTheMind@neo4j", "")).contains("does ReadTheMind");
    assertThat(refusal(true, "ProcedureCall@neo4j", "db.labelsAndMore() :: ()"))
        .contains("db.labelsAndMore is not allowed");
    assertThat(refusal(true, "ProcedureCall@neo4j", "")).isNotNull();
    assertThat(refusal(false, "Filter@neo4j", "")).contains("more than read");
    assertThat(PlanGuard.refusal(true, (Step) null)).isNotNull();
  }

  @Test
  void shouldRefuseListsWithoutABound() {
    Step unwind = step("Unwind", ROW);

    assertThat(rolledUp(unwind)).contains("LIMIT");
    assertThat(rolledUp(step("Union", unwind, step("Limit", unwind)))).contains("LIMIT");
    assertThat(rolledUp(step("Unwind", step("Limit", unwind)))).contains("LIMIT");
    assertThat(rolledUp(step("Limit", unwind))).isNull();
    assertThat(rolledUp(step("Projection", step("Top", unwind)))).isNull();
  }

  private static @Nullable String rolledUp(Step list) {
    return PlanGuard.refusal(true, step("ProduceResults", step("RollUpApply", ROW, list)));
  }

  private static Step step(String operator, Step... inputs) {
    return new Step(operator + "@neo4j", "", List.of(inputs));
  }

  private static @Nullable String refusal(boolean readOnly, String operator, String details) {
    return PlanGuard.refusal(readOnly, step("Filter", new Step(operator, details, List.of(ROW))));
  }
}
