package dev.costgraph.ledger;

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
    long priceVersion) {}
