package dev.costgraph.command;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** The same id with other content was taken before; nothing was changed. */
@Description("The same id with other content was taken before; nothing was changed.")
public record Conflict(@Id @NonNull String id, @NonNull String message)
    implements RecordUsageResult, ReserveResult {}
