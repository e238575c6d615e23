package dev.costgraph.platform;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

@Description("A part of a project that costs are booked for. It moves with its budget.")
public record Task(
    @Id @NonNull String taskId, @NonNull String name, @Id @NonNull String projectId) {}
