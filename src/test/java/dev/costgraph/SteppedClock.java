package dev.costgraph;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The service's clock in tests: the machine's, until a test steps it. Reset it when done. */
@Alternative
@Priority(1)
@Singleton
public class SteppedClock extends Clock {

  private volatile Duration offset = Duration.ZERO;
  private volatile @Nullable Instant stopped;

  /** From now on it shows this instant, and goes on from there. */
  public void set(Instant now) {
    stopped = null;
    offset = Duration.between(Instant.now(), now);
  }

  /** From now on it shows this instant and no other. */
  public void stop(Instant at) {
    stopped = at;
  }

  /** Moves it, forward or back. */
  public void step(Duration by) {
    Instant at = stopped;
    if (at == null) {
      offset = offset.plus(by);
    } else {
      stopped = at.plus(by);
    }
  }

  /** From now on it shows the machine's time again. */
  public void reset() {
    stopped = null;
    offset = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    Instant at = stopped;
    return at == null ? Instant.now().plus(offset) : at;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.system(zone);
  }
}
