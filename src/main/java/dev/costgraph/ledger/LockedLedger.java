package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.graph.Properties;
import dev.costgraph.platform.Platform;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A platform's ledger as read under its lock.
 *
 * @param lastLockId of the last transaction that was committed; empty for none
 * @param sequence of the last fact
 * @param treeVersion changes with every budget and with every task that moves
 * @param time ledger time: the clock, but never before an earlier transaction's
 * @param chargedNanos all that was ever charged: the bound of every sum of the platform
 * @param chargedTokens likewise
 * @param resourcesOnFirstSight projects and tasks made by usages
 * @param heldNanos all that open reservations hold
 * @param heldTokens likewise
 * @param openReservations how many there are
 * @param nextExpiry not after the first end of one of them; null for none
 * @param priceVersion how many prices have been added to the list
 * @param folded what retention has taken out of it
 * @param anyRemembered whether ids of folded usages are kept, of this or another platform
 */
public record LockedLedger(
    Platform platform,
    String lastLockId,
    long sequence,
    long treeVersion,
    Instant time,
    long chargedNanos,
    long chargedTokens,
    long resourcesOnFirstSight,
    long heldNanos,
    long heldTokens,
    long openReservations,
    @Nullable Instant nextExpiry,
    long priceVersion,
    Folded folded,
    boolean anyRemembered) {

  /**
   * Sees that a number is one of this ledger's from which on no fact is folded. Under the lock
   * every fact up to it is wholly visible, to readers without the lock too: facts never change, so
   * what they read of them later is what was known then, unless they are folded meanwhile.
   *
   * @param asOfSequence 0 is before the first fact
   * @throws BadRequest INVALID_VALUE, FOLDED
   */
  public void requireReached(long asOfSequence) {
    if (asOfSequence < 0 || asOfSequence > sequence) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          "asOfSequence",
          "the ledger of platform '%s' is at %d: asOfSequence %d is not between 0 and that"
              .formatted(platform.platformId(), sequence, asOfSequence));
    }
    if (asOfSequence < folded.until()) {
      throw new BadRequest(
          BadRequest.Code.FOLDED,
          "asOfSequence",
          ("what platform '%s' knew as of %d is not known any more: usages up to %d may be folded"
                  + " into sums, so %d is the first number that can be asked for; what there was"
                  + " before is in the archive")
              .formatted(platform.platformId(), asOfSequence, folded.until(), folded.until()));
    }
  }

  /**
   * What retention has taken out of a ledger and keeps as sums.
   *
   * @param from usages before it may be gone; null when none ever was folded
   * @param until facts with numbers up to it may be gone
   * @param facts how many of these numbers are gone
   * @param nanos what the usages cost that are gone
   * @param tokens of them
   * @param calls how many they were
   * @param operations of how many usages the ids are kept
   * @param eventsUntil alerts and denials with numbers up to it may be gone
   * @param runIds runs that may have no usage and no child since, and go next
   * @param first time of the first of them; null for none
   * @param last time of the last, likewise
   */
  public record Folded(
      @Nullable Instant from,
      long until,
      long facts,
      long nanos,
      long tokens,
      long calls,
      long operations,
      long eventsUntil,
      List<String> runIds,
      @Nullable Instant first,
      @Nullable Instant last) {

    static Folded of(Properties ledger) {
      return new Folded(
          ledger.instantOrNull("retained_from"),
          ledger.numberOrZero("folded_sequence"),
          ledger.numberOrZero("folded_facts"),
          ledger.numberOrZero("folded_nanos"),
          ledger.numberOrZero("folded_tokens"),
          ledger.numberOrZero("folded_calls"),
          ledger.numberOrZero("folded_operations"),
          ledger.numberOrZero("folded_events_sequence"),
          ledger.texts("folded_run_ids"),
          ledger.instantOrNull("folded_first_at"),
          ledger.instantOrNull("folded_last_at"));
    }
  }
}
