package dev.costgraph.live;

import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.money.Decimal;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** What happened in a ledger; a fact, never changed but for the count of denials in a message. */
@Description("What happened in a ledger; only the count of denials in a message grows.")
public record LedgerEvent(
    @Description("unique and ascending within the platform; resume with the last one seen")
        long sequence,
    @NonNull LedgerEventType type,
    @NonNull @Description("ledger time of its transaction") Instant at,
    @Id @NonNull String platformId,
    @Id
        @Nullable
        @Description("of an alert, an edit or a denial; null for what concerns several budgets")
        String budgetId,
    @Id @Nullable @Description("opened, extended or ended; of a denial the first of its minute")
        String reservationId,
    @Id @Nullable @Description("the usage that was booked, that caused the alert, or that settled")
        String operationId,
    @Id @Nullable @Description("of the usage or the reservation") String agentId,
    @Nullable
        @Description(
            "COST_RECORDED: the cost in the platform's currency, null while unpriced;"
                + " COST_ADJUSTED: what it costs more, negative for less;"
                + " RESERVATION_ENDED: what was settled, null for another end; other reservations:"
                + " what was to be held; else null")
        Decimal amount,
    @Nullable @Description("BUDGET_WARNING: the fraction of the limit that was reached")
        Decimal threshold,
    @Nullable
        @Description(
            "How the budget stood at the event, in the period that it is about; null but for alerts"
                + " and edits")
        BudgetStatus status,
    @Nullable String message) {}
