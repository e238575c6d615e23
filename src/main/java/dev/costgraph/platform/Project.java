package dev.costgraph.platform;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

@Description("A part of a platform that costs are booked for. Its platform never changes.")
public record Project(
    @Id @NonNull String projectId, @NonNull String name, @Id @NonNull String platformId) {}
