package dev.costgraph;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The service's clock in tests: the machine's, until a test steps it. Reset it when done. */
@Alternative
@Priority(1)
@Singleton
public class SteppedClock extends Clock {

  private volatile Duration offset = Duration.ZERO;

  /** From now on it shows this instant, and goes on from there. */
  public void set(Instant now) {
    offset = Duration.between(Instant.now(), now);
  }

  /** Moves it, forward or back. */
  public void step(Duration by) {
    offset = offset.plus(by);
  }

  /** From now on it shows the machine's time again. */
  public void reset() {
    offset = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(offset);
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
