package dev.costgraph.live;

import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.money.Decimal;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** What happened in a ledger; a fact, never changed. */
@Description("What happened in a ledger; never changed.")
public record LedgerEvent(
    @Description("unique and ascending within the platform; resume with the last one seen")
        long sequence,
    @NonNull LedgerEventType type,
    @NonNull @Description("ledger time of its transaction") Instant at,
    @Id @NonNull String platformId,
    @Id @Nullable @Description("null for COST_RECORDED, which concerns every budget it charges")
        String budgetId,
    @Id @Nullable @Description("the usage that was booked, or that caused the alert")
        String operationId,
    @Id @Nullable @Description("of that usage") String agentId,
    @Nullable
        @Description(
            "COST_RECORDED: the cost in the platform's currency, null while unpriced; else null")
        Decimal amount,
    @Nullable @Description("BUDGET_WARNING: the fraction of the limit that was reached")
        Decimal threshold,
    @Nullable
        @Description(
            "How the budget stood at the event, in the period that it is about; null for"
                + " COST_RECORDED")
        BudgetStatus status,
    @Nullable String message) {}
