package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.platform.Platform;
import java.time.Instant;
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
    long priceVersion) {

  /**
   * Sees that a number is one of this ledger's. Under the lock every fact up to it is wholly
   * visible, to readers without the lock too: facts never change, so what they read of them later
   * is what was known then.
   *
   * @param asOfSequence 0 is before the first fact
   * @throws BadRequest INVALID_VALUE
   */
  public void requireReached(long asOfSequence) {
    if (asOfSequence < 0 || asOfSequence > sequence) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          "asOfSequence",
          "the ledger of platform '%s' is at %d: asOfSequence %d is not between 0 and that"
              .formatted(platform.platformId(), sequence, asOfSequence));
    }
  }
}
