package dev.costgraph.export;

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

  void forEach(UsageScope scope, @Nullable ExportCursor after, Step step) throws IOException {
    List<Place> places =
        scope.platforms().stream().sorted(Comparator.comparing(Place::platformId)).toList();
    for (Place place : places) {
      int order = after == null ? 1 : place.platformId().compareTo(after.platformId());
      if (after != null && order == 0) {
        step.run(place, after.until(), after);
      } else if (order > 0) {
        step.run(place, position(place.platformId()), null);
      }
    }
  }

  /** Under the lock: every fact up to the number is wholly visible then. */
  private long position(String platformId) {
    return ledger.readUnderLock(platformId, (locked, reader) -> locked.sequence());
  }
}
