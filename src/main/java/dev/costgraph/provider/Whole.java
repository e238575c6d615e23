package dev.costgraph.provider;

import java.util.ArrayList;
import java.util.List;

/** A stated count of which its subsets are taken, so that each token is counted once. */
final class Whole {

  private final String path;
  private final long stated;
  private final Findings found;
  private final List<String> taken = new ArrayList<>();
  private long rest;

  Whole(String path, long stated, Findings found) {
    this.path = path;
    this.stated = stated;
    this.rest = stated;
    this.found = found;
  }

  /**
   * Takes a subset out of what is left. One that does not fit contradicts the whole: it is warned
   * of, and its tokens stay where they are. One that is more than the whole cannot be part of it,
   * and nothing is booked for it: nobody knows what it is beside the whole.
   *
   * @param subsetPath where the subset is stated
   * @return the subset; 0 when it does not fit
   */
  long take(String subsetPath, long subset) {
    if (subset > stated) {
      found.warn(
          "%s is %d, more than %s %d, so it cannot be part of it: nothing is booked for it"
              .formatted(subsetPath, subset, path, stated));
      return 0;
    }
    if (subset > rest) {
      String before = taken.isEmpty() ? "" : "after " + String.join(" and ", taken) + " ";
      found.warn(
          ("%s is %d, but of %s %d %sonly %d are left: it is not booked as a count of its"
                  + " own, its tokens stay where they are")
              .formatted(subsetPath, subset, path, stated, before, rest));
      return 0;
    }
    if (subset > 0) {
      taken.add("%s %d".formatted(subsetPath, subset));
    }
    rest -= subset;
    return subset;
  }

  /** {@return what no subset took} */
  long rest() {
    return rest;
  }
}
