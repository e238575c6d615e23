package dev.costgraph.export;

import dev.costgraph.PageInfo;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The platforms of an export, one after the other. All rows of one are as of the number that its
 * ledger had when its turn came: what is booked or corrected meanwhile is not in them.
 */
record Platforms(Ledger ledger) {

  /** Writes what an export has of one platform. */
  interface Step {

    /**
     * Writes the rows of one platform.
     *
     * @param until the ledger's number
     * @param after the row to go on after; null: from the platform's start
     */
    void run(Place place, long until, @Nullable ExportCursor after) throws IOException;
  }

  /**
   * Goes through the platforms in order.
   *
   * @throws dev.costgraph.BadRequest BAD_CURSOR for a row that the ledger has not come to
   */
  void forEach(UsageScope scope, @Nullable ExportCursor after, Step step) throws IOException {
    List<Place> places =
        scope.platforms().stream().sorted(Comparator.comparing(Place::platformId)).toList();
    for (Place place : places) {
      int order = after == null ? 1 : place.platformId().compareTo(after.platformId());
      if (after != null && order == 0) {
        if (after.until() > position(place.platformId())) {
          throw PageInfo.badCursor(after.text());
        }
        step.run(place, after.until(), after);
      } else if (order > 0) {
        step.run(place, position(place.platformId()), null);
      }
    }
  }

  /** {@return the ledger's number} Under its lock: every fact up to it is wholly visible then. */
  long position(String platformId) {
    return ledger.readUnderLock(platformId, (locked, reader) -> locked.sequence());
  }
}
