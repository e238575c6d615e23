package dev.costgraph.usage;

import dev.costgraph.provider.ProviderApi;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("ProviderUsageInput")
@Description(
    "The usage object of a provider's whole response, as it came. It is taken apart into disjoint"
        + " counts; where it does not add up a warning says so and nothing is guessed.")
public record ProviderUsageInput(
    @NonNull ProviderApi api,
    @NonNull
        @Description(
            "The object alone, unchanged: its text is part of what a retry must repeat. At most"
                + " 65536 characters.")
        String json) {}
