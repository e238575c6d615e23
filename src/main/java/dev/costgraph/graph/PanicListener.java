package dev.costgraph.graph;

import org.jboss.logging.Logger;
import org.neo4j.graphdb.event.DatabaseEventContext;
import org.neo4j.graphdb.event.DatabaseEventListenerAdapter;
import org.neo4j.kernel.monitoring.ExceptionalDatabaseEvent;

/**
 * Ends the process as soon as its database panics, which it does when it could not append to its
 * log. From then on it answers nothing, and an orderly shutdown would leave a log that cannot be
 * recovered, while a process that just ends leaves one that can.
 */
final class PanicListener extends DatabaseEventListenerAdapter {

  /** EX_IOERR of sysexits.h. */
  static final int EXIT_CODE = 74;

  private static final Logger LOG = Logger.getLogger(PanicListener.class);

  private final Runnable halt;

  /**
   * @param halt ends the process without running its shutdown hooks
   */
  PanicListener(Runnable halt) {
    this.halt = halt;
  }

  @Override
  public void databasePanic(DatabaseEventContext event) {
    try {
      LOG.fatalf(
          event instanceof ExceptionalDatabaseEvent failed ? failed.getCause() : null,
          "The embedded database '%s' has failed and can do nothing more, most often because the"
              + " disk is full. This process ends at once with exit code %d, because an orderly"
              + " stop would spoil the database's log. Make space on the disk of COSTGRAPH_DATA,"
              + " then start again: the start recovers whatever was acknowledged",
          event.getDatabaseName(),
          EXIT_CODE);
    } finally {
      halt.run();
    }
  }
}
