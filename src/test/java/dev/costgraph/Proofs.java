package dev.costgraph;

/** How long the tests go on that meet another order of things each time. */
public final class Proofs {

  /** How often each is repeated: {@code -Dcostgraph.proofs.rounds}. */
  public static final int ROUNDS = Integer.getInteger("costgraph.proofs.rounds", 3);

  /** How often a database or a correction is killed: a round takes up to a minute. */
  public static final int RESTARTS = Integer.getInteger("costgraph.proofs.restarts", 1);

  private Proofs() {}
}
