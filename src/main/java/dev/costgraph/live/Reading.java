package dev.costgraph.live;

import java.util.List;

/**
 * What one subscriber reads. A method may block and fail as the database does; it is then called
 * again with the same arguments.
 */
sealed interface Reading<T> permits EventReading, BudgetReading {

  /**
   * {@return the platform that it is about}
   *
   * @throws dev.costgraph.BadRequest when it is about what does not exist
   */
  String platformId();

  /**
   * {@return what the subscriber sees first, when its ledger stands there}
   *
   * @throws dev.costgraph.BadRequest when it cannot have what it asked for
   */
  Page<T> first(Position now);

  /** {@return what followed a sequence, up to a position or less} */
  Page<T> next(long after, Position until);

  /**
   * Items in order.
   *
   * @param sequence up to which they are complete
   */
  record Page<T>(List<T> items, long sequence) {}
}
