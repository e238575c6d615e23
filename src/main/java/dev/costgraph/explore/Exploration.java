package dev.costgraph.explore;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** One query of the analysts' library, {@code cypher/explore/<name>.cypher}. */
@Description("One query of the analysts' library, cypher/explore/<name>.cypher.")
public record Exploration(
    @Description("For explore.") @NonNull String name,
    @Description("A few words.") @NonNull String title,
    @Description("The question that it answers, and how.") @NonNull String description,
    @Description("The names of its parameters.") @NonNull List<@NonNull String> parameters,
    @Description(
            "What they are when explore is not told, as a JSON object. They fit the sample: give"
                + " platformId and times of your own.")
        @NonNull
        String defaults,
    @Description("The Cypher, as cypher takes it.") @NonNull String statement) {}
