package dev.costgraph.ledger;

import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Properties;
import dev.costgraph.usage.ConsumedUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The statements that correct usages, within one transaction of one platform's ledger. */
final class AdjustmentGraph {

  private static final CypherFile READ_CHARGES = CypherFile.of("ledger/read-charges");
  private static final CypherFile CREATE_ADJUSTMENTS = CypherFile.of("ledger/create-adjustments");

  private final LedgerGraph graph;
  private final String platformId;

  AdjustmentGraph(LedgerGraph graph, String platformId) {
    this.graph = graph;
    this.platformId = platformId;
  }

  /**
   * A usage as it was charged.
   *
   * @param budgetIds of its path and those that narrow it
   */
  record Charged(ConsumedUsage consumed, String pathId, List<String> budgetIds) {}

  /** {@return those of these usages that are of this platform} */
  List<Charged> readCharges(List<String> operationIds) {
    return graph.read(
        READ_CHARGES,
        Map.of("platformId", platformId, "operationIds", operationIds),
        row -> {
          Properties node = Properties.of(row.get("usage"));
          List<String> budgetIds =
              new ArrayList<>(row.get("budgetIds").asList(value -> value.asString()));
          budgetIds.addAll(node.texts("narrowing_budget_ids"));
          return new Charged(
              ConsumedUsage.of(node, Properties.listOf(row.get("entries"))),
              node.text("path_id"),
              budgetIds.stream().sorted().toList());
        });
  }

  void create(List<Map<String, Object>> adjustments) {
    long entries =
        graph
            .read(
                CREATE_ADJUSTMENTS,
                Map.of("adjustments", adjustments),
                row -> row.get("entries").asLong())
            .getFirst();
    if (entries != adjustments.size()) {
      throw new IllegalStateException(
          "%d adjustments to write, %d written: the graph lacks a node that was there"
              .formatted(adjustments.size(), entries));
    }
  }
}
