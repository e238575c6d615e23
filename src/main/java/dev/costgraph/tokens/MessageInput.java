package dev.costgraph.tokens;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** A message of a chat, whose tokens are counted. */
@Input("MessageInput")
@Description("A message of a chat, of text alone.")
public record MessageInput(
    @NonNull @Description("e.g. system, user or assistant; 1 to 256 characters") String role,
    @NonNull String content,
    @Nullable @Description("of who speaks, as the request has it; 1 to 256 characters")
        String name) {}
