package dev.costgraph.command;

import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.usage.Usage;
import io.smallrye.graphql.api.Union;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** The outcome of one record. One bad record never fails the others. */
@Union
@Description("The outcome of one record. One bad record never fails the others.")
public sealed interface RecordUsageResult
    permits RecordUsageResult.Recorded, RecordUsageResult.Replayed, Conflict, Rejected {

  /** Booked now, charged to these budgets, which stand so after it. */
  @Description("Booked now. budgets: every budget it was charged to, as it stood after this usage.")
  record Recorded(
      @NonNull Usage usage,
      @NonNull List<@NonNull BudgetStatus> budgets,
      @NonNull List<@NonNull String> warnings)
      implements RecordUsageResult {}

  /** The same id with the same content was booked before. */
  @Description(
      "The same id with the same content was booked before: the usage as it was, no second effect.")
  record Replayed(@NonNull Usage usage) implements RecordUsageResult {}
}
