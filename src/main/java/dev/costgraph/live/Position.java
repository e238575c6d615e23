package dev.costgraph.live;

/**
 * Where a ledger stands: everything up to its sequence is committed and visible.
 *
 * @param sequence of the last fact
 * @param treeVersion another one means that budgets were edited
 */
record Position(long sequence, long treeVersion) {

  /** Of a platform that does not exist yet. */
  static final Position START = new Position(0, 0);
}
