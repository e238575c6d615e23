package dev.costgraph.explore;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the plan of a free statement may do. Of subqueries within expressions it shows nothing: what
 * those could do, {@link FreeStatement} refuses by its words. A session that only reads is not
 * enough: Neo4j counts loading files and addresses, ending others' transactions and showing
 * settings as reading. So every step of the plan has to be on the list; what a later Neo4j adds is
 * refused until it is.
 */
final class PlanGuard {

  /**
   * A step of a plan.
   *
   * @param operator e.g. {@code VarLengthExpand(All)}
   * @param details what it works on; of a call the procedure and its arguments
   * @param inputs where its rows come from
   */
  record Step(String operator, String details, List<Step> inputs) {

    /** Without how it does it, and without the database. */
    String name() {
      return operator.replaceAll("[@(].*", "");
    }
  }

  /** Neo4j's operators that read the graph or work on rows, of all its runtimes. */
  private static final Set<String> OPERATORS =
      Set.of(
          "AllNodesScan",
          "Anti",
          "AntiConditionalApply",
          "AntiSemiApply",
          "Apply",
          "Argument",
          "ArgumentTracker",
          "BidirectionalRepeat",
          "CacheProperties",
          "CartesianProduct",
          "ConditionalApply",
          "DirectedAllRelationshipsScan",
          "DirectedRelationshipByElementIdSeek",
          "DirectedRelationshipByIdSeek",
          "DirectedRelationshipIndexContainsScan",
          "DirectedRelationshipIndexEndsWithScan",
          "DirectedRelationshipIndexScan",
          "DirectedRelationshipIndexSeek",
          "DirectedRelationshipIndexSeekByRange",
          "DirectedRelationshipTypeScan",
          "DirectedRelationshipUniqueIndexSeek",
          "DirectedRelationshipUniqueIndexSeekByRange",
          "DirectedUnionRelationshipTypesScan",
          "Distinct",
          "Eager",
          "EagerAggregation",
          "EmptyResult",
          "EmptyRow",
          "Expand",
          "Filter",
          "IntersectionNodeByLabelsScan",
          "LetAntiSemiApply",
          "LetSelectOrAntiSemiApply",
          "LetSelectOrSemiApply",
          "LetSemiApply",
          "Limit",
          "MultiNodeIndexSeek",
          "NodeByElementIdSeek",
          "NodeByIdSeek",
          "NodeByLabelScan",
          "NodeCountFromCountStore",
          "NodeHashJoin",
          "NodeIndexContainsScan",
          "NodeIndexEndsWithScan",
          "NodeIndexScan",
          "NodeIndexSeek",
          "NodeIndexSeekByRange",
          "NodeLeftOuterHashJoin",
          "NodeRightOuterHashJoin",
          "NodeUniqueIndexSeek",
          "NodeUniqueIndexSeekByRange",
          "Optional",
          "OptionalExpand",
          "OrderedAggregation",
          "OrderedDistinct",
          "OrderedUnion",
          "PartialSort",
          "PartialTop",
          "PartitionedAllNodesScan",
          "PartitionedDirectedAllRelationshipsScan",
          "PartitionedDirectedRelationshipIndexScan",
          "PartitionedDirectedRelationshipIndexSeek",
          "PartitionedDirectedRelationshipIndexSeekByRange",
          "PartitionedDirectedRelationshipTypeScan",
          "PartitionedDirectedUnionRelationshipTypesScan",
          "PartitionedIntersectionNodeByLabelsScan",
          "PartitionedNodeByLabelScan",
          "PartitionedNodeIndexScan",
          "PartitionedNodeIndexSeek",
          "PartitionedNodeIndexSeekByRange",
          "PartitionedSubtractionNodeByLabelsScan",
          "PartitionedUndirectedAllRelationshipsScan",
          "PartitionedUndirectedRelationshipIndexScan",
          "PartitionedUndirectedRelationshipIndexSeek",
          "PartitionedUndirectedRelationshipIndexSeekByRange",
          "PartitionedUndirectedRelationshipTypeScan",
          "PartitionedUndirectedUnionRelationshipTypesScan",
          "PartitionedUnionNodeByLabelsScan",
          "PartitionedUnwind",
          "PathPropagatingBFS",
          "PreserveOrder",
          "ProcedureCall",
          "ProduceResults",
          "ProjectEndpoints",
          "Projection",
          "RelationshipCountFromCountStore",
          "RemoteBatchProperties",
          "Repeat",
          "RepeatOptions",
          "RollUpApply",
          "SelectOrAntiSemiApply",
          "SelectOrSemiApply",
          "SemiApply",
          "ShortestPath",
          "Skip",
          "Sort",
          "StatefulShortestPath",
          "SubtractionNodeByLabelsScan",
          "Top",
          "Top1WithTies",
          "TriadicBuild",
          "TriadicFilter",
          "TriadicSelection",
          "UndirectedAllRelationshipsScan",
          "UndirectedRelationshipByElementIdSeek",
          "UndirectedRelationshipByIdSeek",
          "UndirectedRelationshipIndexContainsScan",
          "UndirectedRelationshipIndexEndsWithScan",
          "UndirectedRelationshipIndexScan",
          "UndirectedRelationshipIndexSeek",
          "UndirectedRelationshipIndexSeekByRange",
          "UndirectedRelationshipTypeScan",
          "UndirectedRelationshipUniqueIndexSeek",
          "UndirectedRelationshipUniqueIndexSeekByRange",
          "UndirectedUnionRelationshipTypesScan",
          "Union",
          "UnionNodeByLabelsScan",
          "Unwind",
          "ValueHashJoin",
          "VarLengthExpand");

  /** What the graph is made of; all others reveal or do more. */
  private static final Set<String> PROCEDURES =
      Set.of("db.labels", "db.relationshipTypes", "db.propertyKeys", "db.schema.visualization");

  private PlanGuard() {}

  /** They may be above a bound: one row of theirs is one of their input. */
  private static final Set<String> ONE_TO_ONE = Set.of("Projection", "CacheProperties");

  private static final Set<String> BOUNDS = Set.of("Limit", "Top", "Top1WithTies", "PartialTop");

  /**
   * {@return why the statement may not run; null when it may}
   *
   * @param readOnly what Neo4j calls it
   * @param plan its last step; null for a statement that has no plan
   */
  static @Nullable String refusal(boolean readOnly, @Nullable Step plan) {
    String refusal = plan == null ? null : refusal(plan);
    return refusal == null && !(readOnly && plan != null)
        ? "the statement does more than read, which is not allowed"
        : refusal;
  }

  private static @Nullable String refusal(Step step) {
    if (!OPERATORS.contains(step.name())) {
      return "the statement does %s, which is not allowed: only reading the graph is"
          .formatted(step.name());
    }
    if (step.name().equals("ProcedureCall")) {
      String refusal = refusal(step.details().replaceAll("\\(.*", ""));
      if (refusal != null) {
        return refusal;
      }
    }
    if (step.name().equals("RollUpApply") && !isBounded(step.inputs().getLast())) {
      return "a list of all that a pattern or COLLECT { … } finds is not allowed, for its memory"
          + " is not counted: end COLLECT { … } with LIMIT, or use collect(…)";
    }
    for (Step input : step.inputs()) {
      String refusal = refusal(input);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static boolean isBounded(Step step) {
    return BOUNDS.contains(step.name())
        || (ONE_TO_ONE.contains(step.name()) && isBounded(step.inputs().getFirst()));
  }

  /** {@return why the procedure may not be called; null when it may} */
  static @Nullable String refusal(String procedure) {
    return PROCEDURES.contains(procedure)
        ? null
        : "the procedure %s is not allowed; db.labels, db.relationshipTypes, db.propertyKeys and"
                .formatted(procedure)
            + " db.schema.visualization are";
  }
}
