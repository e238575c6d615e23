package dev.costgraph.platform;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

@Input("PlatformInput")
@Description("What is absent is as it was, or the default for a new platform.")
public record PlatformInput(
    @Id @NonNull String platformId,
    @Nullable @Description("for a new one: its id") String name,
    @Nullable @Description("ISO 4217, fixed at creation; for a new one: USD") String currency,
    @Nullable
        @Description("IANA zone, fixed at creation: days and hours of costs; for a new one: UTC")
        String zone,
    @Nullable @Description("for a new one: CREATE") UnknownResources unknownResources) {}
