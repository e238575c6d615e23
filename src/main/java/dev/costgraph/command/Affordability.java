package dev.costgraph.command;

import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.money.Decimal;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Whether a reservation would fit now. */
@Description("Whether a reservation would fit now; nothing is held, nothing is promised.")
public record Affordability(
    boolean affordable,
    @NonNull @Description("as in Denied") List<@NonNull BudgetStatus> blockedBy,
    @Nullable @Description("as in Denied; null when affordable") Decimal shortfall) {}
