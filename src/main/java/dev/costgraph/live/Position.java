package dev.costgraph.live;

/**
 * Where a ledger stands: everything up to its sequence is committed and visible.
 *
 * @param sequence of the last fact
 * @param treeVersion another one means that budgets were edited
 * @param folded facts with numbers up to it may be gone; 0 for none
 */
record Position(long sequence, long treeVersion, long folded) {

  /** Of a platform that does not exist yet. */
  static final Position START = new Position(0, 0, 0);
}
