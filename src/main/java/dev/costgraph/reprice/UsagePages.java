package dev.costgraph.reprice;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.usage.ConsumedUsage;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the usages of a filter, newest first. */
final class UsagePages {

  private UsagePages() {}

  /**
   * Calls a step with page after page; what is booked meanwhile moves no page.
   *
   * @param field of the filter that narrows it
   * @param wayOut of too many, with a place for the time from which on all were gone through
   * @throws BadRequest NARROW_THE_RANGE when there are too many; FOLDED when some are folded, but
   *     not when they were meanwhile
   */
  static void forEach(
      UsageGraph usages,
      UsageScope scope,
      int pageSize,
      String field,
      String wayOut,
      Consumer<List<ConsumedUsage>> step) {
    scope.requireRetained();
    long gone = 0;
    ConsumedUsage last = null;
    List<ConsumedUsage> page;
    do {
      page = usages.listConsumed(scope, last == null ? null : last.usage(), pageSize);
      if (page.isEmpty()) {
        break;
      }
      gone += page.size();
      if (last != null && gone > Limits.USAGES_READ_MAX) {
        throw new BadRequest(
            Code.NARROW_THE_RANGE,
            field,
            "more than %d usages: ".formatted(Limits.USAGES_READ_MAX)
                + wayOut.formatted(last.usage().timestamp().plusNanos(1)));
      }
      last = page.getLast();
      step.accept(page);
    } while (page.size() == pageSize);
  }
}
