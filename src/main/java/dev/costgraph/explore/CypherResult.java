package dev.costgraph.explore;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** What a statement answered. */
@Description(
    "What a statement answered. A row is a JSON array with a value per column: numbers with all"
        + " their digits, also integers beyond 2^53; NaN and infinities as strings; times and"
        + " durations as ISO-8601 strings, bytes as Base64. A node is {id, labels, properties}, a"
        + " relationship {id, type, start, end, properties}, a path {nodes, relationships}, a"
        + " point {srid, x, y, z}. An id holds while what it names is there.")
public record CypherResult(
    @Description("In the order of the values.") @NonNull List<@NonNull String> columns,
    @Description("JSON arrays, at most 1,000 with 2 MiB in all.") @NonNull
        List<@NonNull String> rows,
    @Description("Whether there are more rows; they were not read.") boolean truncated,
    @Description("What it took, planning and transport included.") int milliseconds) {}
