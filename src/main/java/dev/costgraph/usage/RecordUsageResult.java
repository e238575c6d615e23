package dev.costgraph.usage;

import dev.costgraph.budget.BudgetStatus;
import io.smallrye.graphql.api.Union;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** The outcome of one record. One bad record never fails the others. */
@Union
@Description("The outcome of one record. One bad record never fails the others.")
public sealed interface RecordUsageResult {

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

  /** The same id with other content was booked before; nothing was changed. */
  @Description("The same id with other content was booked before; nothing was changed.")
  record Conflict(@Id @NonNull String id, @NonNull String message) implements RecordUsageResult {}

  /** Not booked, for the reason that code and field name. */
  @Description("Not booked. code is one of the documented list; field names what is wrong.")
  record Rejected(
      @Id @NonNull String id,
      @NonNull String code,
      @Nullable String field,
      @NonNull String message,
      @Nullable @Description("with OVERLOADED and DISK_LOW: when to try again")
          Integer retryAfterMs)
      implements RecordUsageResult {

    /** {@return the rejection of the record with this id} */
    public static Rejected of(
        String id, RejectionCode code, @Nullable String field, String message) {
      return new Rejected(id, code.name(), field, message, null);
    }

    /** {@return the rejection of a record that was not tried and may be sent again} */
    public static Rejected later(String id, RejectionCode code, String message, int retryAfterMs) {
      return new Rejected(id, code.name(), null, message, retryAfterMs);
    }
  }
}
