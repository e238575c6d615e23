package dev.costgraph;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Places for work of which only so much may run at once. */
public final class Places {

  private Places() {}

  /**
   * Takes a place; whoever has done the work gives it back.
   *
   * @throws BadRequest OVERLOADED with the message when none is free in time
   */
  public static void take(Semaphore places, Duration wait, String message) {
    try {
      if (places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BadRequest(BadRequest.Code.OVERLOADED, null, message);
  }
}
