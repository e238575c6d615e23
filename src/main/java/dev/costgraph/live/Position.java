package dev.costgraph.live;

/**
 * Where a ledger stands: everything up to its sequence is committed and visible.
 *
 * @param sequence of the last fact
 * @param treeVersion another one means that budgets were edited
 */
record Position(long sequence, long treeVersion, Folded folded) {

  /** Of a platform that does not exist yet. */
  static final Position START = new Position(0, 0, Folded.NONE);

  /** {@return whether the ledger went on between, or was folded} None of its numbers goes back. */
  boolean isAfter(Position other) {
    return sequence > other.sequence
        || folded.facts > other.folded.facts
        || folded.events > other.folded.events;
  }

  /**
   * How far a ledger is folded.
   *
   * @param facts those with numbers up to it may be gone; 0 for none
   * @param events likewise of alerts and denials, not above that
   */
  record Folded(long facts, long events) {

    static final Folded NONE = new Folded(0, 0);
  }
}
