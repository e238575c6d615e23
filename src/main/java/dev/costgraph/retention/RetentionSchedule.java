package dev.costgraph.retention;

import dev.costgraph.BadRequest;
import dev.costgraph.platform.Platform;
import dev.costgraph.platform.PlatformGraph;
import dev.costgraph.retention.Retention.Folded;
import dev.costgraph.retention.Retention.Horizon;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Folds what is old on every platform by the clock, if the settings say how long it is kept. */
@Singleton
class RetentionSchedule {

  private static final Logger LOG = Logger.getLogger(RetentionSchedule.class);

  private final Retention retention;
  private final PlatformGraph platforms;
  private final MeterRegistry registry;
  private final Map<String, Boolean> lastEnded = new ConcurrentHashMap<>();
  private final @Nullable Duration usagesKept;
  private final Duration eventsKept;
  private final Path archive;

  /**
   * @throws IllegalArgumentException for settings that contradict each other
   */
  RetentionSchedule(
      Retention retention,
      PlatformGraph platforms,
      MeterRegistry registry,
      @ConfigProperty(name = "costgraph.retention.days") Optional<Integer> days,
      @ConfigProperty(name = "costgraph.events.days") Optional<Integer> eventsDays,
      @ConfigProperty(name = "costgraph.archive") Optional<String> archive,
      @ConfigProperty(name = "costgraph.data", defaultValue = "data") String data) {
    this.retention = retention;
    this.platforms = platforms;
    this.registry = registry;
    if (days.isEmpty() && eventsDays.isPresent()) {
      throw new IllegalArgumentException(
          "COSTGRAPH_EVENTS_DAYS is set without COSTGRAPH_RETENTION_DAYS: nothing would go");
    }
    if (days.isPresent() && days.get() < 1) {
      throw new IllegalArgumentException(
          "COSTGRAPH_RETENTION_DAYS is %d: at least 1, or leave it out".formatted(days.get()));
    }
    if (days.isPresent() && eventsDays.isPresent() && eventsDays.get() < days.get()) {
      throw new IllegalArgumentException(
          "COSTGRAPH_EVENTS_DAYS is %d, less than the %d of COSTGRAPH_RETENTION_DAYS"
              .formatted(eventsDays.get(), days.get()));
    }
    this.usagesKept = days.map(Duration::ofDays).orElse(null);
    this.eventsKept = Duration.ofDays(eventsDays.or(() -> days).orElse(0));
    this.archive = archive.map(Path::of).orElse(Path.of(data, "archive"));
  }

  /** The settings are checked at the start and not when they are first used. */
  void start(@Observes StartupEvent event) {
    if (usagesKept != null) {
      LOG.infof(
          "Usages are kept for %d days, events for %d; then they go to %s and are folded",
          usagesKept.toDays(), eventsKept.toDays(), archive.toAbsolutePath());
    }
  }

  /** Shows whether the last run of a platform came to its end. */
  private void tell(String platformId, boolean ended) {
    if (lastEnded.put(platformId, ended) == null) {
      Gauge.builder("costgraph.retention.healthy", lastEnded, all -> healthy(all, platformId))
          .tag("platform", platformId)
          .register(registry);
    }
  }

  private static double healthy(Map<String, Boolean> all, String platformId) {
    return Boolean.TRUE.equals(all.get(platformId)) ? 1 : 0;
  }

  @Scheduled(
      identity = "retention",
      every = "{costgraph.retention.every}",
      delayed = "{costgraph.retention.delayed}",
      concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void fold() {
    Duration kept = usagesKept;
    if (kept == null) {
      return;
    }
    try {
      for (Platform platform : platforms.platforms()) {
        fold(platform.platformId(), kept);
      }
    } catch (RuntimeException e) {
      lastEnded.replaceAll((platformId, ended) -> false);
      LOG.error("the platforms could not be read, the next run folds", e);
    }
  }

  private void fold(String platformId, Duration kept) {
    try {
      Instant time = retention.time(platformId);
      Horizon horizon = new Horizon(time.minus(kept), time.minus(eventsKept), archive);
      Folded folded = retention.fold(platformId, horizon);
      tell(platformId, true);
      if (!folded.equals(Folded.NOTHING)) {
        LOG.infof(
            "platform '%s': %d usages from before %s are folded, %d reservations and %d events"
                + " removed",
            platformId,
            folded.usages(),
            horizon.usagesBefore(),
            folded.reservations(),
            folded.events());
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadRequest busy && busy.code() == BadRequest.Code.UNAVAILABLE) {
        LOG.infof("platform '%s' is left out of this run: %s", platformId, e.getMessage());
        return;
      }
      tell(platformId, false);
      LOG.errorf(e, "platform '%s': folding stopped, the next run goes on", platformId);
    }
  }
}
