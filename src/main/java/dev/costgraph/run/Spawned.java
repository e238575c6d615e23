package dev.costgraph.run;

import io.smallrye.mutiny.Uni;

/** Who knows what a run spawned: the tree that was read with it, or the database. */
interface Spawned {

  /**
   * {@return a page of what a run spawned itself, by id; does not block}
   *
   * @param after an id, empty for the first page
   */
  Uni<RunConnection> page(Run run, int first, String after);
}
