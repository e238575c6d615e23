package dev.costgraph.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.Proofs;
import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.graph.Graph;
import dev.costgraph.retention.Retention.Folded;
import dev.costgraph.retention.Retention.Horizon;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A random history with folding in between comes to the same sums as without: every cell, every
 * period, the ledger's numbers, every user's days; and the books balance on the way.
 *
 * <p>One seed is one history.
 */
@QuarkusTest
class RetentionPropertyIT {

  /** New York's clocks go forward on the 8th, Berlin's on the 29th; a month ends. */
  private static final Instant START = Instant.parse("2026-03-27T20:00:00Z");

  /** Half as long in the gate, where it is one. */
  private static final int STEPS = Proofs.RESTARTS > 1 ? 90 : 45;

  private static final Duration KEPT = Duration.ofDays(1);

  @Inject Retention retention;
  @Inject BooksGraph books;
  @Inject Graph graph;
  @Inject SteppedClock clock;

  @TempDir Path archive;

  static LongStream seeds() {
    long first = Long.getLong("costgraph.seed", System.nanoTime());
    return LongStream.range(first, first + Math.max(1, Proofs.RESTARTS / 2));
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldComeToTheSameSums(long seed) throws Exception {
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
    Random random = new Random(seed);
    clock.stop(START);
    TwinPlatforms twins = new TwinPlatforms(random, START);
    AddedUp whole = new AddedUp(graph, twins.whole.platformId());
    AddedUp folded = new AddedUp(graph, twins.folded.platformId());
    twins.reserve(START);
    long usages = 0;
    long reservations = 0;
    long events = 0;
    for (int step = 0; step < STEPS; step++) {
      String what = "seed %d, step %d".formatted(seed, step);
      Instant now = clock.instant();
      int share = random.nextInt(100);
      if (share < 45) {
        twins.record(now);
      } else if (share < 70) {
        twins.reserve(now);
      } else if (share < 75) {
        twins.reprice(now.minus(KEPT));
      } else if (share < 88) {
        clock.step(Duration.ofMinutes(20 + random.nextInt(600)));
        twins.record(clock.instant());
      } else {
        Folded one = retention.fold(folded.platformId(), horizon(now));
        usages += one.usages();
        reservations += one.reservations();
        events += one.events();
        assertThat(folded.lines()).as(what).isEqualTo(whole.lines());
        assertThat(twins.answers(twins.folded)).as(what).isEqualTo(twins.answers(twins.whole));
        requireBalance(folded, what);
      }
    }
    requireResent(twins.resend(), folded);
    twins.releaseAll();
    twins.priceAll(START.minus(Duration.ofDays(2)));
    assertThat(folded.count("Unpriced")).as("without a price, seed %d", seed).isZero();
    twins.record(clock.instant());
    clock.step(Duration.ofDays(3));
    twins.record(clock.instant());
    Folded last = retention.fold(folded.platformId(), horizon(clock.instant()));

    assertThat(usages + last.usages()).as("folded").isGreaterThan(STEPS);
    assertThat(reservations + last.reservations()).as("removed").isPositive();
    assertThat(events + last.events()).as("events removed").isPositive();
    assertThat(folded.lines()).as("seed %d", seed).isEqualTo(whole.lines()).hasSizeGreaterThan(100);
    assertThat(twins.answers(twins.folded)).isEqualTo(twins.answers(twins.whole));
    requireBalance(folded, "at the end");
    requireBalance(whole, "at the end");
    requireAllInArchiveOrStore(whole, folded);
    requireResent(twins.resend(), folded);
    assertThat(folded.lines()).as("seed %d", seed).isEqualTo(whole.lines());
  }

  private Horizon horizon(Instant now) {
    return new Horizon(now.minus(KEPT), now.minus(KEPT.multipliedBy(2)), archive);
  }

  private void requireBalance(AddedUp platform, String what) {
    assertThat(books.check(platform.platformId(), null).differences()).as(what).isEmpty();
  }

  /** What is there is known, what is gone is too old, and nothing is booked again. */
  private static void requireResent(Map<String, String> answers, AddedUp folded) {
    Set<String> there = folded.operations();
    answers.forEach(
        (id, answer) ->
            assertThat(answer).as(id).isEqualTo(there.contains(id) ? "Replayed" : "TOO_OLD"));
  }

  /** Each usage is in one of them, as it is on the platform that keeps all. */
  private void requireAllInArchiveOrStore(AddedUp whole, AddedUp folded) throws Exception {
    Map<String, JsonNode> archived = ArchivedUsages.read(archive, folded.platformId());
    Set<String> both = new TreeSet<>(folded.operations());
    assertThat(both).doesNotContainAnyElementsOf(archived.keySet());
    both.addAll(archived.keySet());
    Set<String> all = new TreeSet<>();
    whole.operations().forEach(id -> all.add(id.replace(whole.platformId(), folded.platformId())));
    assertThat(both).isEqualTo(all);
    assertThat(archived.values())
        .allMatch(line -> line.path("usage").has("content_hash"))
        .anyMatch(line -> line.path("entries").path(0).has("total_cost_nanos"));
  }
}
