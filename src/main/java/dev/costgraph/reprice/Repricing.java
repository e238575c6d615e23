package dev.costgraph.reprice;

import dev.costgraph.attribution.CostRow;
import dev.costgraph.money.Decimal;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** What repricing posted, or would. */
@Description("What repricing posted, or would post.")
public record Repricing(
    boolean dryRun,
    @Description("Usages that the filter let through.") long usages,
    @Description("Those whose cost changed, or was not known before.") long adjusted,
    @Description("Those that keep a cost that should change, for it would not fit.") long leftOut,
    @NonNull @Description("Why, of the first 10.") List<@NonNull String> leftOutBecause,
    @NonNull @Description("What they cost more; below zero: less.") Decimal change,
    @NonNull String currency,
    @NonNull
        @Description(
            "The changes by model: its name is the key, null for amounts; the change is cost and"
                + " adjustments.")
        List<@NonNull CostRow> byModel) {}
