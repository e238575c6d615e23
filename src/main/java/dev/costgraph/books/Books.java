package dev.costgraph.books;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** The result of recomputing everything that is counted from the facts. */
@Description("What is counted recomputed from the facts up to one sequence number.")
public record Books(
    @Description("whether nothing differs, to the last nano") boolean balanced,
    @Description("the last fact that was counted") long asOfSequence,
    @NonNull Instant checkedAt,
    @Description("budgets whose periods were compared") long budgetsChecked,
    @Description(
            "facts that were replayed: as many as asOfSequence, when none is missing or folded")
        long factsChecked,
    @Description("alerts and edits that told what was counted when they happened")
        long snapshotsChecked,
    @Description("cost entries that were summed") long entriesChecked,
    @Description("reservations that were replayed, ended ones too") long reservationsChecked,
    @Description("cost cells that were compared; 0 for a part of the tree, and as of a number")
        long cellsChecked,
    @NonNull @Description("at most 1,000") List<@NonNull BookDifference> differences) {}
