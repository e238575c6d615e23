package dev.costgraph.books;

import dev.costgraph.budget.Spending;
import dev.costgraph.ledger.LockedLedger.Folded;
import java.util.List;
import java.util.Map;

/**
 * What a ledger counted at one number, copied under its lock.
 *
 * @param sequence the number of the last fact
 * @param periods by budget id
 * @param folded what retention has taken out of the ledger
 * @param foldedPeriods what of it each period counts, by budget id
 */
record Counters(
    long sequence,
    Map<String, List<Spending>> periods,
    long chargedNanos,
    long chargedTokens,
    long heldNanos,
    long heldTokens,
    long openReservations,
    Folded folded,
    Map<String, List<Spending>> foldedPeriods) {}
