package dev.costgraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A caller that takes nothing. */
class CallerOutputTests {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void shouldBeStalledWhileOneWriteWaitsForTooLong() throws IOException {
    boolean[] stalled = new boolean[2];
    CallerOutput[] caller = new CallerOutput[1];
    caller[0] =
        new CallerOutput(
            new OutputStream() {
              @Override
              public void write(int one) {
                stalled[0] = caller[0].isStalled(System.nanoTime());
                stalled[1] = caller[0].isStalled(System.nanoTime() + PATIENCE.toNanos() + 1);
              }
            },
            PATIENCE);

    caller[0].write(1);

    assertThat(stalled).containsExactly(false, true);
  }

  /** Rows that take long to read are not the caller's. */
  @Test
  void shouldNotBeStalledBetweenWrites() throws IOException {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    CallerOutput caller = new CallerOutput(taken, PATIENCE);
    caller.write(new byte[] {1, 2, 3});
    caller.flush();

    assertThat(caller.isStalled(System.nanoTime() + 2 * PATIENCE.toNanos())).isFalse();
    assertThat(taken.toByteArray()).containsExactly(1, 2, 3);
  }

  @Test
  void shouldCutAWriteThatWaitsForTooLong() throws IOException {
    CountDownLatch cut = new CountDownLatch(1);
    CallerOutput caller =
        new CallerOutput(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                try {
                  cut.await();
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
              }
            },
            Duration.ofMillis(20));
    Thread.ofVirtual().start(() -> caller.watch(cut::countDown));

    caller.write(1);

    assertThat(cut.getCount()).isZero();
  }
}
