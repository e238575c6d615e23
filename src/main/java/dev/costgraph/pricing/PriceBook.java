package dev.costgraph.pricing;

import static dev.costgraph.pricing.PriceHistory.key;

import dev.costgraph.money.ExchangeRate;
import dev.costgraph.money.ExchangeRates;
import dev.costgraph.pricing.ModelIndex.Lookup;
import dev.costgraph.pricing.ModelIndex.Lookup.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every known price, found by model, provider and instant. Immutable; the same prices in the same
 * order always find the same.
 *
 * <p>Which model a name means is the same for everybody: {@link ModelIndex} has the rules. Of the
 * prices of a model, a platform's own go before the service's own, and these before the list prices
 * of the catalogue and of imports. Among equals the latest with {@code effectiveFrom} at or before
 * the instant holds; of two from the same instant, the one later in the list: a correction is
 * appended. Own prices that begin later than the instant leave it to the next in order.
 */
public final class PriceBook {

  private final PriceCatalogue catalogue;
  private final List<ModelPrice> own;
  private final List<ModelAlias> aliases;
  private final ExchangeRates rates;
  private final ModelIndex index;

  /** In order of precedence. */
  private final List<Shelf> shelves;

  /** Platform → its view of this book, where that is another. */
  private final Map<String, PriceBook> views;

  /**
   * Prices of one owner.
   *
   * @param label what {@link PriceMatch#matchedBy} begins with
   */
  private record Shelf(String label, Map<String, Map<String, PriceHistory>> histories) {

    @Nullable PriceHistory history(Found found) {
      Map<String, PriceHistory> models = histories.get(found.provider());
      return models == null ? null : models.get(found.model());
    }
  }

  private PriceBook(
      PriceCatalogue catalogue,
      List<ModelPrice> own,
      List<ModelAlias> aliases,
      ExchangeRates rates) {
    this.catalogue = catalogue;
    this.rates = rates;
    this.own = List.copyOf(own);
    this.aliases = List.copyOf(aliases);
    Map<String, List<ModelPrice>> byOwner = new LinkedHashMap<>();
    own.forEach(p -> byOwner.computeIfAbsent(owner(p.platformId()), o -> new ArrayList<>()).add(p));
    List<ModelPrice> service = byOwner.getOrDefault(owner(null), List.of());
    byOwner.remove(owner(null));
    this.shelves = new ArrayList<>();
    if (!service.isEmpty()) {
      shelves.add(
          new Shelf("own price of the service, ", PriceHistory.byProvider(List.copyOf(service))));
    }
    shelves.add(new Shelf("", PriceHistory.byProvider(catalogue.prices())));
    this.index = new ModelIndex(ids(shelves), catalogue, aliases);
    this.views = new HashMap<>();
    byOwner.forEach((platform, prices) -> views.put(platform, new PriceBook(this, prices)));
  }

  /** The view of one platform. */
  private PriceBook(PriceBook all, List<ModelPrice> platformPrices) {
    this.catalogue = all.catalogue;
    this.own = platformPrices;
    this.aliases = all.aliases;
    this.rates = all.rates;
    this.views = Map.of();
    this.shelves = new ArrayList<>();
    String platform = String.valueOf(platformPrices.getFirst().platformId());
    shelves.add(
        new Shelf(
            "own price of platform " + platform + ", ", PriceHistory.byProvider(platformPrices)));
    shelves.addAll(all.shelves);
    this.index =
        platformPrices.stream().allMatch(price -> all.isListed(price.model(), price.provider()))
            ? all.index
            : new ModelIndex(ids(shelves), catalogue, aliases);
  }

  public static PriceBook of(PriceCatalogue catalogue) {
    return new PriceBook(catalogue, List.of(), List.of(), ExchangeRates.NONE);
  }

  /** {@return a book of these prices, whose models and providers go by their ids alone} */
  public static PriceBook of(List<ModelPrice> prices) {
    return of(new PriceCatalogue(prices, List.of(), Map.of()));
  }

  /** {@return this book and more list prices; of two from the same instant the added one holds} */
  public PriceBook with(List<ModelPrice> added) {
    return with(new PriceCatalogue(added, List.of(), Map.of()));
  }

  /**
   * {@return this book and more list prices with their names}. Names that are known stay; an id
   * that has prices here, or gets some at once, does not become an alias of another.
   */
  public PriceBook with(PriceCatalogue added) {
    List<ModelPrice> prices = new ArrayList<>(catalogue.prices());
    prices.addAll(added.prices());
    List<PriceCatalogue.HostedModel> models = new ArrayList<>(catalogue.models());
    Set<String> ids = new HashSet<>();
    added.prices().forEach(price -> ids.add(key(price.provider() + "/" + price.model())));
    for (PriceCatalogue.HostedModel model : added.models()) {
      String at = model.provider();
      models.add(model.withoutAliases(id -> isListed(id, at) || ids.contains(key(at + "/" + id))));
    }
    Map<String, String> providers = new HashMap<>(added.providerAliases());
    providers.putAll(catalogue.providerAliases());
    return new PriceBook(new PriceCatalogue(prices, models, providers), own, aliases, rates);
  }

  /**
   * {@return this book and more own prices, of the platform that each one names, or the service}
   */
  public PriceBook withOwn(List<ModelPrice> added) {
    List<ModelPrice> prices = new ArrayList<>(own);
    prices.addAll(added);
    return new PriceBook(catalogue, prices, aliases, rates);
  }

  /** {@return this book and more names of models; of two with the same name the added one holds} */
  public PriceBook withAliases(List<ModelAlias> added) {
    List<ModelAlias> names = new ArrayList<>(aliases);
    names.addAll(added);
    return new PriceBook(catalogue, own, names, rates);
  }

  /**
   * {@return this book and more exchange rates; of two from the same instant the added one holds}
   */
  public PriceBook withRates(List<ExchangeRate> added) {
    return new PriceBook(catalogue, own, aliases, rates.with(added));
  }

  /** {@return at what prices and costs in other currencies are converted} */
  public ExchangeRates rates() {
    return rates;
  }

  /** {@return the book as one platform sees it: its own prices go before all others} */
  public PriceBook forPlatform(@Nullable String platformId) {
    return platformId == null ? this : views.getOrDefault(platformId, this);
  }

  /** {@return the model that a name of somebody's own stands for at a provider; null: none} */
  public @Nullable String modelNamed(String name, String provider) {
    String model = null;
    for (ModelAlias alias : aliases) {
      if (alias.name().equalsIgnoreCase(name) && alias.provider().equalsIgnoreCase(provider)) {
        model = alias.model();
      }
    }
    return model;
  }

  /**
   * {@return whether an own price is there and nothing was appended since that takes its place: the
   * last with its owner, model, provider and effectiveFrom}
   */
  public boolean isLatestOwn(ModelPrice price) {
    PriceBook owner = forPlatform(price.platformId());
    ModelPrice last = null;
    for (ModelPrice known : owner.own) {
      if (Objects.equals(known.platformId(), price.platformId())
          && known.model().equalsIgnoreCase(price.model())
          && known.provider().equalsIgnoreCase(price.provider())
          && Objects.equals(known.effectiveFrom(), price.effectiveFrom())) {
        last = known;
      }
    }
    return last != null && last.priceId().equals(price.priceId());
  }

  /** {@return every price that holds at some time, in no particular order, each once} */
  public Collection<ModelPrice> prices() {
    Set<ModelPrice> prices = new HashSet<>();
    for (Shelf shelf : shelves) {
      shelf
          .histories()
          .values()
          .forEach(models -> models.values().forEach(h -> prices.addAll(h.prices())));
    }
    return prices;
  }

  /**
   * {@return the price that holds, or empty when none is known: see {@link #whyNotFound}}
   *
   * @param provider null or blank: not named
   * @param at when the model was used
   */
  public Optional<PriceMatch> find(String model, @Nullable String provider, Instant at) {
    if (!(index.find(model, providerKey(provider)) instanceof Found found)) {
      return Optional.empty();
    }
    PriceMatch match = match(found, at);
    return match == null || differing(found, match, at) != null
        ? Optional.empty()
        : Optional.of(match);
  }

  private @Nullable PriceMatch match(Found named, Instant at) {
    for (Found found = named; found != null; found = found.otherwise()) {
      for (Shelf shelf : shelves) {
        PriceHistory history = shelf.history(found);
        PriceMatch match = history == null ? null : history.at(at, found.how());
        if (match != null) {
          return labelled(match, shelf.label());
        }
      }
    }
    return null;
  }

  /** {@return a profile in another region whose price is not that of the base, or null} */
  private @Nullable Found differing(Found found, PriceMatch base, Instant at) {
    for (Found profile : found.profiles()) {
      PriceMatch other = match(profile, at);
      if (other != null && !other.price().agreesWith(base.price())) {
        return profile;
      }
    }
    return null;
  }

  /** {@return for people, why {@link #find} of the same finds nothing} */
  public String whyNotFound(String model, @Nullable String provider, Instant at) {
    return switch (index.find(model, providerKey(provider))) {
      case Lookup.Refused refused -> refused.why();
      case Found found -> {
        PriceMatch base = match(found, at);
        Found differing = base == null ? null : differing(found, base, at);
        yield differing == null
            ? "The first price of " + model + " is from " + first(found) + ", not of " + at
            : "%s costs otherwise than %s, so nobody knows what %s costs"
                .formatted(differing.model(), found.model(), model);
      }
    };
  }

  /**
   * {@return the list price of an id or alias at a provider, by no other rule}
   *
   * @param at null: since ever
   */
  public Optional<ModelPrice> listPrice(String model, String provider, @Nullable Instant at) {
    Found found = index.listed(key(provider), key(model));
    while (found != null) {
      PriceHistory history = shelves.getLast().history(found);
      PriceMatch match = history == null ? null : history.at(at == null ? Instant.MIN : at, "");
      if (match != null) {
        return Optional.of(match.price());
      }
      found = found.otherwise();
    }
    return Optional.empty();
  }

  /** {@return whether exactly this id has prices at the provider} */
  public boolean isListed(String model, String provider) {
    return index.isId(key(provider), key(model));
  }

  /** {@return id or alias, in lower case → the provider that made the model, "" when several} */
  public Map<String, String> homes() {
    return ModelIndex.homes(catalogue.models());
  }

  private Instant first(Found found) {
    Instant first = Instant.MAX;
    for (Shelf shelf : shelves) {
      PriceHistory history = shelf.history(found);
      if (history != null && history.first().isBefore(first)) {
        first = history.first();
      }
    }
    return first;
  }

  private static PriceMatch labelled(PriceMatch match, String label) {
    return label.isEmpty()
        ? match
        : new PriceMatch(match.price(), match.priceId(), label + match.matchedBy());
  }

  private static String providerKey(@Nullable String provider) {
    return provider == null || provider.isBlank() ? "" : key(provider);
  }

  /** {@return the platform; "" for the service, which no platform is called} */
  private static String owner(@Nullable String platformId) {
    return platformId == null ? "" : platformId;
  }

  private static Map<String, Set<String>> ids(List<Shelf> shelves) {
    Map<String, Set<String>> ids = new HashMap<>();
    for (Shelf shelf : shelves) {
      shelf
          .histories()
          .forEach(
              (provider, models) ->
                  ids.computeIfAbsent(provider, p -> new HashSet<>()).addAll(models.keySet()));
    }
    return ids;
  }
}
