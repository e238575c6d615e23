package dev.costgraph.pricing.imports;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * An entry of a document that was not imported.
 *
 * @param model as the document names it
 * @param reason for people
 */
@Description("An entry of a document that was not imported.")
public record SkippedPrice(
    @NonNull @Description("As the document names it.") String model,
    @NonNull @Description("For people.") String reason) {}
