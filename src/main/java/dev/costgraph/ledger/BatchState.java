package dev.costgraph.ledger;

import dev.costgraph.budget.BudgetTree;
import dev.costgraph.pricing.PriceBook;
import java.util.Map;
import java.util.TreeMap;

/** What one transaction knows and changes, between its reads and its writes. */
final class BatchState {

  final LockedLedger ledger;
  final BudgetTree tree;
  final PlatformCache cache;
  final Places places;
  final Pricer pricer;
  final Counters counters;
  final Holds holds;
  final Charges charges;
  final Denials denials;
  final Events events;

  /** By id: what something of this batch is charged to or held on. */
  final Map<String, ChargePath> paths = new TreeMap<>();

  /** All that was ever charged, with this batch. */
  long chargedNanos;

  /** Likewise. */
  long chargedTokens;

  BatchState(
      LockedLedger ledger,
      BudgetTree tree,
      PlatformCache cache,
      PriceBook prices,
      Places places,
      Counters counters,
      Holds holds) {
    this.ledger = ledger;
    this.tree = tree;
    this.cache = cache;
    this.places = places;
    this.pricer =
        new Pricer(
            prices.forPlatform(ledger.platform().platformId()), ledger.platform().currency());
    this.counters = counters;
    this.holds = holds;
    this.charges = new Charges(ledger);
    this.denials = new Denials(ledger);
    this.events = new Events(ledger);
    this.chargedNanos = ledger.chargedNanos();
    this.chargedTokens = ledger.chargedTokens();
  }
}
