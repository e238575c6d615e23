package dev.costgraph.bench;

import dev.costgraph.graph.BareDatabase;
import dev.costgraph.ledger.BareLedger;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue;

/** A driver on a service's database, while nobody calls that service. */
record Bare(BareDatabase database, PriceBook prices) implements AutoCloseable {

  static Bare on(Service service) throws Exception {
    return new Bare(
        new BareDatabase(service.boltUri(), service.password()),
        PriceBook.of(PriceCatalogue.load()));
  }

  /** {@return the ledger of an organisation, for one thread} */
  BareLedger ledger(Organisation organisation) {
    return new BareLedger(database, organisation.platformId(), prices);
  }

  @Override
  public void close() {
    database.close();
  }
}
