package dev.costgraph.attribution;

import static dev.costgraph.usage.UsageGraph.OPEN_END;
import static dev.costgraph.usage.UsageGraph.OPEN_START;

import dev.costgraph.budget.Period;
import dev.costgraph.budget.Period.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time and where its costs are read: from the coarsest source that knows it exactly.
 *
 * @param from inclusive; OPEN_START is before everything
 * @param to exclusive; OPEN_END is after everything
 */
record Slice(Source source, Instant from, Instant to) {

  /** What holds the costs of a stretch of time. The first two are grains of cost cells. */
  enum Source {
    DAY,
    HOUR,
    USAGES
  }

  /**
   * Splits a range into whole days, whole hours and ragged ends.
   *
   * @param zone of the cells
   * @return at most five slices by time, which together are the range
   */
  static List<Slice> split(Instant from, Instant to, ZoneId zone) {
    return split(Source.DAY, from, to, zone);
  }

  private static List<Slice> split(Source source, Instant from, Instant to, ZoneId zone) {
    List<Slice> slices = new ArrayList<>();
    if (source == Source.USAGES) {
      add(slices, source, from, to);
      return slices;
    }
    Period period = source == Source.DAY ? Period.DAY : Period.HOUR;
    Source finer = source == Source.DAY ? Source.HOUR : Source.USAGES;
    Instant start = ceiling(from, period, zone);
    Instant end = floor(to, period, zone);
    if (!start.isBefore(end)) {
      return split(finer, from, to, zone);
    }
    slices.addAll(split(finer, from, start, zone));
    add(slices, source, start, end);
    slices.addAll(split(finer, end, to, zone));
    return slices;
  }

  /**
   * {@return the whole days and hours that these slices touch, each once: to count what lies in
   * them before it is read}
   */
  static List<Slice> around(List<Slice> slices, ZoneId zone) {
    List<Bounds> touched =
        slices.stream()
            .map(
                slice ->
                    new Bounds(
                        floor(slice.from, Period.HOUR, zone), ceiling(slice.to, Period.HOUR, zone)))
            .sorted(Comparator.comparing(Bounds::start))
            .toList();
    List<Bounds> merged = new ArrayList<>();
    for (Bounds next : touched) {
      Bounds last = merged.isEmpty() ? null : merged.getLast();
      if (last == null || next.start().isAfter(last.end())) {
        merged.add(next);
      } else if (next.end().isAfter(last.end())) {
        merged.set(merged.size() - 1, new Bounds(last.start(), next.end()));
      }
    }
    return merged.stream().flatMap(b -> split(b.start(), b.end(), zone).stream()).toList();
  }

  /** {@return the same in pieces of at most a length; whole where it is open at an end} */
  Stream<Slice> pieces(Duration length) {
    if (isOpen(from) || isOpen(to)) {
      return Stream.of(this);
    }
    return Stream.iterate(from, start -> start.isBefore(to), start -> start.plus(length))
        .map(
            start -> {
              Instant end = start.plus(length);
              return new Slice(source, start, end.isBefore(to) ? end : to);
            });
  }

  /** {@return what of it usages are kept of one by one; what is folded is not read} */
  Slice retained(@Nullable Instant retainedFrom) {
    return retainedFrom == null || !from.isBefore(retainedFrom)
        ? this
        : new Slice(source, to.isBefore(retainedFrom) ? to : retainedFrom, to);
  }

  /**
   * {@return whether a stretch of time is made of whole days up to an instant} What ends after it
   * may end anywhere.
   */
  static boolean isWholeDays(Bounds bounds, Instant until, ZoneId zone) {
    return ceiling(bounds.start(), Period.DAY, zone).equals(bounds.start())
        && (!bounds.end().isBefore(until)
            || ceiling(bounds.end(), Period.DAY, zone).equals(bounds.end()));
  }

  private static void add(List<Slice> slices, Source source, Instant from, Instant to) {
    if (from.isBefore(to)) {
      slices.add(new Slice(source, from, to));
    }
  }

  private static Instant floor(Instant at, Period period, ZoneId zone) {
    return isOpen(at) ? at : period.containing(at, zone).start();
  }

  private static Instant ceiling(Instant at, Period period, ZoneId zone) {
    if (isOpen(at)) {
      return at;
    }
    Bounds bounds = period.containing(at, zone);
    return bounds.start().equals(at) ? at : bounds.end();
  }

  private static boolean isOpen(Instant at) {
    return at.equals(OPEN_START) || at.equals(OPEN_END);
  }
}
