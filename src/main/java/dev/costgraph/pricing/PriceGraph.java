package dev.costgraph.pricing;

import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.graph.WriteTransaction;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.ExchangeRate;
import dev.costgraph.money.ExchangeRates;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;

/**
 * The prices and exchange rates that usages are priced with: the built-in catalogue, and what was
 * added to the list in the graph. They are kept in memory; the version of the list, which every
 * transaction of a ledger reads, says whether there are more.
 */
@Singleton
public class PriceGraph {

  private static final CypherFile READ_VERSION = CypherFile.of("pricing/read-version");
  private static final CypherFile READ_LISTINGS = CypherFile.of("pricing/read-listings");
  private static final CypherFile LOCK_PRICE_LIST = CypherFile.of("pricing/lock-price-list");
  private static final CypherFile APPEND_PRICES = CypherFile.of("pricing/append-prices");
  private static final CypherFile APPEND_RATES = CypherFile.of("pricing/append-exchange-rates");

  private static final Duration TRANSACTION_MAX = Duration.ofSeconds(30);
  private static final int TRIES = 5;

  private final Graph graph;
  private final Clock clock;
  private volatile Listed listed;

  /** The book after so many listings. */
  private record Listed(long version, PriceBook book) {}

  /**
   * @param modelNames names of the caller's own, such as deployments: {@code provider/name=model}
   */
  PriceGraph(
      Graph graph,
      Clock clock,
      @ConfigProperty(name = "costgraph.model-names") Optional<List<String>> modelNames) {
    this.graph = graph;
    this.clock = clock;
    List<ModelAlias> names = modelNames.orElse(List.of()).stream().map(ModelAlias::parse).toList();
    this.listed = new Listed(0, PriceBook.of(PriceCatalogue.load()).withAliases(names));
  }

  /** {@return the book with all that was added up to now, by whichever process} */
  public PriceBook current() {
    List<Long> version = graph.read(READ_VERSION, Map.of(), row -> row.get("version").asLong());
    return version.isEmpty() ? listed.book : asOf(version.getFirst());
  }

  /** {@return the book with at least so many prices added} */
  public PriceBook asOf(long version) {
    Listed known = listed;
    return known.version >= version ? known.book : readMore(version);
  }

  private synchronized PriceBook readMore(long version) {
    Listed known = listed;
    if (known.version >= version) {
      return known.book;
    }
    List<Record> rows = graph.read(READ_LISTINGS, Map.of("after", known.version), row -> row);
    long now = known.version + rows.size();
    PriceBook book = known.book;
    for (List<PriceListing> listings : prices(rows).values()) {
      book = PriceListing.addAll(book, listings);
    }
    List<ExchangeRate> rates = rates(rows);
    if (!rates.isEmpty()) {
      book = book.withRates(rates);
    }
    if (now < version) {
      throw new IllegalStateException(
          "the price list has %d prices, its version says %d".formatted(now, version));
    }
    listed = new Listed(now, book);
    return book;
  }

  /** {@return what was added at once, an import for example, by the sequence of its first} */
  private static Map<Long, List<PriceListing>> prices(List<Record> rows) {
    Map<Long, List<PriceListing>> together = new TreeMap<>();
    for (Record row : rows) {
      if (!row.get("isRate").asBoolean()) {
        Properties listing = Properties.of(row.get("listing"));
        ModelPrice price = PriceProperties.price(Properties.of(row.get("price")));
        together
            .computeIfAbsent(listing.number("first_sequence"), first -> new ArrayList<>())
            .add(PriceListing.of(listing, price));
      }
    }
    return together;
  }

  private static List<ExchangeRate> rates(List<Record> rows) {
    return rows.stream()
        .filter(row -> row.get("isRate").asBoolean())
        .map(row -> Properties.of(row.get("listing")))
        .map(
            node ->
                new ExchangeRate(
                    node.text("base"),
                    node.text("quote"),
                    new Decimal(node.text("rate")),
                    node.instant("effective_from")))
        .toList();
  }

  /**
   * Appends prices, all or none.
   *
   * @param decide what to append to a book that nobody else appends to meanwhile; what it throws
   *     leaves the list as it is
   */
  public void append(Function<PriceBook, List<PriceListing>> decide) {
    append(APPEND_PRICES, "prices", (book, version) -> rows(decide.apply(book), version));
  }

  /** Appends exchange rates, likewise. */
  public void appendRates(Function<ExchangeRates, List<ExchangeRate>> decide) {
    append(APPEND_RATES, "rates", (book, version) -> rateRows(decide.apply(book.rates()), version));
  }

  private void append(CypherFile statement, String parameter, Decision decide) {
    for (int attempt = 1; ; attempt++) {
      try {
        once(statement, parameter, decide);
        return;
      } catch (Neo4jException e) { // a lock that another transaction had, or a lost connection
        if (attempt == TRIES || !(e instanceof RetryableException)) {
          throw e;
        }
      }
    }
  }

  /** Says which rows to append to a book after its version. */
  private interface Decision extends BiFunction<PriceBook, Long, List<Map<String, Object>>> {}

  private void once(CypherFile statement, String parameter, Decision decide) {
    try (WriteTransaction tx = graph.beginWrite(TRANSACTION_MAX)) {
      long version = lock(tx, 0);
      List<Map<String, Object>> wanted = decide.apply(asOf(version), version);
      if (!wanted.isEmpty()) {
        lock(tx, wanted.size());
        tx.send(statement, Map.of(parameter, wanted), done -> {});
        tx.awaitSent();
        tx.commit();
      }
    }
  }

  private static long lock(WriteTransaction tx, int count) {
    return tx.read(LOCK_PRICE_LIST, Map.of("count", count)).getFirst().get("version").asLong();
  }

  private List<Map<String, Object>> rows(List<PriceListing> listings, long version) {
    Instant now = clock.instant();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < listings.size(); i++) {
      ModelPrice price = listings.get(i).price();
      Map<String, Object> row =
          new TreeMap<>(PriceProperties.row(new PriceMatch(price, price.priceId(), "")));
      row.put("listing", listings.get(i).properties(version + 1 + i, version + 1, now));
      rows.add(row);
    }
    rows.sort(Comparator.comparing(row -> String.valueOf(row.get("price_id"))));
    return rows;
  }

  private List<Map<String, Object>> rateRows(List<ExchangeRate> rates, long version) {
    Object now = Properties.time(clock.instant());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ExchangeRate rate : rates) {
      rows.add(
          Map.of(
              "sequence", version + 1 + rows.size(),
              "first_sequence", version + 1,
              "listed_at", now,
              "base", rate.base(),
              "quote", rate.quote(),
              "rate", rate.rate().text(),
              "effective_from", Properties.time(rate.effectiveFrom())));
    }
    return rows;
  }
}
