package dev.costgraph.usage;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("TagInput")
@Description("key: letters, digits and _ . : / - ; value: any text without control characters.")
public record TagInput(@NonNull String key, @NonNull String value) {}
