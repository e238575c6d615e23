package dev.costgraph.pricing.imports;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * A part of an entry that was imported without it, since it is about another kind of usage.
 *
 * @param model as the document names it
 * @param field the part, as the document names it, or the component that has no price
 * @param reason which usage it is about, for people
 */
@Description("A part of an entry that the rest was imported without.")
public record LeftOut(
    @NonNull @Description("As the document names it.") String model,
    @NonNull @Description("As the document names it, or the component that has no price.")
        String field,
    @NonNull @Description("Which usage it is about, for people.") String reason) {

  static final String LONG_PROMPTS = "longer prompts: the document says nothing about them";
}
