package dev.costgraph.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** What goes out to a caller: a write waits while the caller takes nothing. It knows how long. */
final class CallerOutput extends FilterOutputStream {

  private static final long NOT_WAITING = Long.MIN_VALUE;
  private static final int LOOKS = 5;

  private final Duration patience;
  private volatile long waitingSince = NOT_WAITING;

  /**
   * @param patience how long one write may wait
   */
  CallerOutput(OutputStream out, Duration patience) {
    super(out);
    this.patience = patience;
  }

  /** {@return whether a write waits for too long at an instant of {@link System#nanoTime}} */
  boolean isStalled(long now) {
    long since = waitingSince;
    return since != NOT_WAITING && now - since > patience.toNanos();
  }

  /** Looks now and then, until it is interrupted or has cut the connection once. */
  void watch(Runnable cut) {
    try {
      do {
        Thread.sleep(patience.dividedBy(LOOKS));
      } while (!isStalled(System.nanoTime()));
      cut.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the export is over
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    waitingSince = System.nanoTime();
    try {
      out.write(bytes, offset, length);
    } finally {
      waitingSince = NOT_WAITING;
    }
  }

  @Override
  public void flush() throws IOException {
    waitingSince = System.nanoTime();
    try {
      out.flush();
    } finally {
      waitingSince = NOT_WAITING;
    }
  }
}
