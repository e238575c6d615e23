package dev.costgraph.pricing;

import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A price that was added to the list.
 *
 * @param own negotiated by whoever runs the service or the platform; else anybody's list price
 * @param home whether the provider is meant by the model's name alone
 * @param aliases other names of the model at the provider
 * @param providerAliases other name of a provider → its name in the prices
 */
public record PriceListing(
    ModelPrice price,
    boolean own,
    boolean home,
    List<String> aliases,
    Map<String, String> providerAliases) {

  public PriceListing {
    aliases = List.copyOf(aliases);
    providerAliases = Map.copyOf(providerAliases);
  }

  /** {@return a price of somebody's own, which brings no names} */
  public static PriceListing own(ModelPrice price) {
    return new PriceListing(price, true, false, List.of(), Map.of());
  }

  /** {@return list prices with the names that they bring} */
  public static List<PriceListing> of(PriceCatalogue added) {
    Map<String, HostedModel> models = new HashMap<>();
    added.models().forEach(model -> models.put(model.provider() + "/" + model.model(), model));
    List<PriceListing> listings = new ArrayList<>();
    for (ModelPrice price : added.prices()) {
      HostedModel model = models.remove(price.provider() + "/" + price.model());
      listings.add(
          new PriceListing(
              price,
              false,
              model != null && model.home(),
              model == null ? List.of() : model.aliases(),
              listings.isEmpty() ? added.providerAliases() : Map.of()));
    }
    return listings;
  }

  /** {@return the book with these appended, that were added at once} */
  static PriceBook addAll(PriceBook book, List<PriceListing> listings) {
    List<ModelPrice> own = new ArrayList<>();
    List<ModelPrice> prices = new ArrayList<>();
    List<HostedModel> models = new ArrayList<>();
    Map<String, String> providerAliases = new HashMap<>();
    for (PriceListing listing : listings) {
      ModelPrice price = listing.price;
      (listing.own ? own : prices).add(price);
      if (listing.home || !listing.aliases.isEmpty()) {
        models.add(new HostedModel(price.model(), price.provider(), listing.home, listing.aliases));
      }
      providerAliases.putAll(listing.providerAliases);
    }
    PriceBook all =
        prices.isEmpty() ? book : book.with(new PriceCatalogue(prices, models, providerAliases));
    return own.isEmpty() ? all : all.withOwn(own);
  }

  /**
   * {@return the properties of a {@code PriceListing} node}
   *
   * @param sequence ascending without a gap over all listings
   * @param first the sequence of the first that was added at once with it
   */
  Map<String, Object> properties(long sequence, long first, Instant listedAt) {
    Map<String, Object> listing = new HashMap<>();
    listing.put("sequence", sequence);
    listing.put("first_sequence", first);
    listing.put("listed_at", Properties.time(listedAt));
    listing.put("own", own);
    listing.put("home", home);
    listing.put("aliases", aliases);
    listing.put(
        "provider_aliases",
        providerAliases.entrySet().stream()
            .map(alias -> alias.getKey() + "=" + alias.getValue())
            .sorted()
            .toList());
    return listing;
  }

  /** {@return the listing of a node and its price} */
  static PriceListing of(Properties listing, ModelPrice price) {
    Map<String, String> providerAliases = new HashMap<>();
    for (String alias : listing.texts("provider_aliases")) {
      int split = alias.lastIndexOf('=');
      providerAliases.put(alias.substring(0, split), alias.substring(split + 1));
    }
    return new PriceListing(
        price,
        listing.flag("own"),
        listing.flag("home"),
        listing.texts("aliases"),
        providerAliases);
  }
}
