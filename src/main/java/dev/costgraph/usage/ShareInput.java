package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** One of the tasks that share a usage, as the caller sent it. */
@Input("ShareInput")
@Description("One of the tasks that share a usage.")
public record ShareInput(
    @Id @NonNull String taskId,
    @NonNull @Description("its part of the whole, above 0; all of them sum to 1") Decimal weight) {}
