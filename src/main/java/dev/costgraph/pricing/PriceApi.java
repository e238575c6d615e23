package dev.costgraph.pricing;

import dev.costgraph.PageInfo;
import dev.costgraph.pricing.ModelPriceConnection.ModelPriceEdge;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** The prices that usages are priced with. */
@GraphQLApi
public class PriceApi {

  private final Supplier<PriceBook> books;
  private final Clock clock;
  private volatile Ordered ordered;

  /**
   * The prices of a book in the order of the connection.
   *
   * @param prices by sort key
   */
  private record Ordered(PriceBook book, NavigableMap<String, ModelPrice> prices) {

    static Ordered of(PriceBook book) {
      NavigableMap<String, ModelPrice> prices = new TreeMap<>();
      book.prices().forEach(price -> prices.put(sortKey(price), price));
      return new Ordered(book, prices);
    }
  }

  @Inject
  public PriceApi(PriceGraph graph, Clock clock) {
    this(graph::current, clock);
  }

  PriceApi(Supplier<PriceBook> books, Clock clock) {
    this.books = books;
    this.clock = clock;
    this.ordered = new Ordered(PriceBook.of(List.of()), new TreeMap<>());
  }

  private Ordered ordered() {
    PriceBook book = books.get();
    Ordered known = ordered;
    if (known.book != book) {
      known = Ordered.of(book);
      ordered = known;
    }
    return known;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The price that a usage of the model at the given time has. Null: none is known, or several "
          + "providers have the model, none of them made it, and none is named.")
  public @Nullable ModelPrice price(
      @NonNull @Description("Its id or an alias, in any case, also provider/model.") String model,
      @Description("Absent: the one that made the model, or the only one that has it.")
          @Nullable String provider,
      @Description("When it is used. Absent: now.") @Nullable Instant at,
      @Id @Description("Whose own prices go first. Absent: those of the service alone.")
          @Nullable String platformId) {
    return books
        .get()
        .forPlatform(platformId)
        .find(model, provider, at == null ? clock.instant() : at)
        .map(PriceMatch::price)
        .orElse(null);
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description(
      "The known prices, by provider, model and effectiveFrom. Errors: OUT_OF_RANGE, "
          + "BAD_CURSOR.")
  public ModelPriceConnection prices(
      @Description("Only of this provider, by the name that its prices have.")
          @Nullable String provider,
      @Description("Only of models whose id contains this, in any case.") @Nullable String search,
      @Description("Only those that hold at this time. Absent: also past and future ones.")
          @Nullable Instant at,
      @Name("first") @DefaultValue("50") @Description("1 to 500.") int first,
      @Description("The endCursor of the page before. Absent: from the start.")
          @Nullable String after,
      @Id @Description("With this platform's own prices. Absent: with the service's alone.")
          @Nullable String platformId) {
    PageInfo.checkFirst(first);
    String afterKey = after == null ? "" : keyOf(after);
    Ordered all = platformId == null ? ordered() : Ordered.of(books.get().forPlatform(platformId));
    boolean before = false;
    boolean more = false;
    List<ModelPriceEdge> edges = new ArrayList<>();
    for (Map.Entry<String, ModelPrice> entry : all.prices.entrySet()) {
      if (!isWanted(all.book, entry.getValue(), provider, search, at)) {
        continue;
      }
      if (entry.getKey().compareTo(afterKey) <= 0) {
        before = true;
      } else if (edges.size() < first) {
        edges.add(new ModelPriceEdge(entry.getValue(), PageInfo.cursor(entry.getKey())));
      } else {
        more = true;
        break;
      }
    }
    return new ModelPriceConnection(
        edges,
        edges.stream().map(ModelPriceEdge::node).toList(),
        new PageInfo(
            more,
            before,
            edges.isEmpty() ? null : edges.getFirst().cursor(),
            edges.isEmpty() ? null : edges.getLast().cursor()));
  }

  private static boolean isWanted(
      PriceBook book,
      ModelPrice price,
      @Nullable String provider,
      @Nullable String search,
      @Nullable Instant at) {
    return (provider == null || price.provider().equalsIgnoreCase(provider))
        && (search == null || lower(price.model()).contains(lower(search)))
        && (at == null
            || book.find(price.model(), price.provider(), at)
                .filter(match -> match.price().equals(price))
                .isPresent());
  }

  private static String sortKey(ModelPrice price) {
    String from = price.effectiveFrom() == null ? "" : price.effectiveFrom().toString();
    String key = lower(price.provider()) + '\n' + lower(price.model()) + '\n' + from;
    return key + '\n' + price.priceId(); // own prices and list prices can be from the same instant
  }

  private static String keyOf(String after) {
    String key = PageInfo.key(after);
    if (key.chars().filter(c -> c == '\n').count() != 3) {
      throw PageInfo.badCursor(after);
    }
    return key;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
