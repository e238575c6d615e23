package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.usage.RecordUsageResult;
import dev.costgraph.usage.UsageInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;

/** Recording usage. */
@GraphQLApi
public class LedgerApi {

  private final Ledger ledger;

  LedgerApi(Ledger ledger) {
    this.ledger = ledger;
  }

  @Mutation
  @RunOnVirtualThread
  @Description("Books one usage. Never refuses for lack of budget: what was used is booked.")
  public @NonNull RecordUsageResult recordUsage(@NonNull UsageInput usage) {
    return ledger.record(List.of(usage)).getFirst();
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Books at most 1,000 usages; results in the order given. An id twice in one list: Recorded,"
          + " then Replayed. Errors: OUT_OF_RANGE.")
  public @NonNull List<@NonNull RecordUsageResult> recordUsages(
      @NonNull List<@NonNull UsageInput> usages) {
    if (usages.size() > Limits.RECORDS_MAX) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          "usages",
          "%d usages in one list, at most %d".formatted(usages.size(), Limits.RECORDS_MAX));
    }
    return ledger.record(usages);
  }
}
