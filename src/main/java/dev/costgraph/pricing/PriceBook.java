package dev.costgraph.pricing;

import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every known price, found by model, provider and instant. Immutable; the same prices in the same
 * order always find the same.
 *
 * <p>A model is found by its id or an alias, whatever the case. Without a provider: at the one that
 * made it, or at the only one that has it; several hosts with no home among them are ambiguous, and
 * nothing is found. An id such as {@code openai/gpt-4o} that no provider lists is understood as the
 * model at that provider.
 *
 * <p>Of the prices of a model, the latest with {@code effectiveFrom} at or before the instant
 * holds. Of two from the same instant, the one later in the list: a correction is appended.
 */
public final class PriceBook {

  private final PriceCatalogue catalogue;

  /** Provider or its alias → model or alias → its prices. All keys in lower case. */
  private final Map<String, Map<String, History>> byProvider;

  /** Model, alias or provider/model, in lower case → where it is when no provider is named. */
  private final Map<String, Hosts> byModel;

  private PriceBook(PriceCatalogue catalogue) {
    this.catalogue = catalogue;
    this.byProvider = byProvider(catalogue);
    this.byModel = byModel(byProvider, homes(catalogue.models()));
    addProviderAliases(catalogue.providerAliases());
    addPrefixedIds();
  }

  public static PriceBook of(PriceCatalogue catalogue) {
    return new PriceBook(catalogue);
  }

  /** {@return a book of these prices, whose models and providers go by their ids alone} */
  public static PriceBook of(List<ModelPrice> prices) {
    return of(new PriceCatalogue(prices, List.of(), Map.of()));
  }

  /** {@return this book and the added prices; of two from the same instant the added one holds} */
  public PriceBook with(List<ModelPrice> added) {
    List<ModelPrice> prices = new ArrayList<>(catalogue.prices());
    prices.addAll(added);
    return of(new PriceCatalogue(prices, catalogue.models(), catalogue.providerAliases()));
  }

  /** {@return every price that holds at some time, in no particular order, each once} */
  public Collection<ModelPrice> prices() {
    Set<ModelPrice> prices = new HashSet<>();
    byProvider.values().forEach(models -> models.values().forEach(h -> h.addTo(prices)));
    return prices;
  }

  /**
   * {@return the price that holds, or empty when none is known: see {@link #whyNotFound}}
   *
   * @param provider null or blank: not named
   * @param at when the model was used
   */
  public Optional<PriceMatch> find(String model, @Nullable String provider, Instant at) {
    History history = history(model, provider);
    return history == null ? Optional.empty() : Optional.ofNullable(history.at(at));
  }

  /** {@return for people, why {@link #find} of the same finds nothing} */
  public String whyNotFound(String model, @Nullable String provider, Instant at) {
    History history = history(model, provider);
    if (history != null) {
      return "The first price of " + model + " is from " + history.first() + ", not of " + at;
    }
    if (isNamed(provider)) {
      return byProvider.containsKey(key(provider))
          ? "Provider " + provider + " has no price of " + model
          : "No price of provider " + provider + " is known";
    }
    Hosts hosts = byModel.get(key(model));
    return hosts == null
        ? "No provider has a price of " + model
        : "Name the provider of " + model + ": " + String.join(", ", hosts.providers());
  }

  private @Nullable History history(String model, @Nullable String provider) {
    if (isNamed(provider)) {
      Map<String, History> models = byProvider.get(key(provider));
      return models == null ? null : models.get(key(model));
    }
    Hosts hosts = byModel.get(key(model));
    return hosts == null ? null : hosts.meant();
  }

  private static boolean isNamed(@Nullable String provider) {
    return provider != null && !provider.isBlank();
  }

  private static String key(@Nullable String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT);
  }

  private static Map<String, Map<String, History>> byProvider(PriceCatalogue catalogue) {
    Map<String, Map<String, TreeMap<Instant, ModelPrice>>> dated = new TreeMap<>();
    for (ModelPrice price : catalogue.prices()) {
      Instant from = price.effectiveFrom();
      dated
          .computeIfAbsent(key(price.provider()), p -> new TreeMap<>())
          .computeIfAbsent(key(price.model()), m -> new TreeMap<>())
          .put(from == null ? Instant.MIN : from, price);
    }
    Map<String, Map<String, History>> byProvider = new HashMap<>();
    dated.forEach(
        (provider, models) -> {
          Map<String, History> histories = new HashMap<>();
          models.forEach((model, prices) -> histories.put(model, new History(prices, "exact id")));
          byProvider.put(provider, histories);
        });
    for (HostedModel model : catalogue.models()) {
      Map<String, History> models = byProvider.getOrDefault(key(model.provider()), Map.of());
      History history = models.get(key(model.model()));
      if (history != null) {
        for (String alias : model.aliases()) {
          models.putIfAbsent(key(alias), history.matchedBy("alias of " + model.model()));
        }
      }
    }
    return byProvider;
  }

  /** {@return model or alias → the provider that made it, or "" when several say so} */
  private static Map<String, String> homes(List<HostedModel> models) {
    Map<String, String> homes = new HashMap<>();
    for (HostedModel model : models) {
      if (model.home()) {
        List<String> ids = new ArrayList<>(model.aliases());
        ids.add(model.model());
        for (String id : ids) {
          homes.merge(key(id), key(model.provider()), (a, b) -> a.equals(b) ? a : "");
        }
      }
    }
    return homes;
  }

  private static Map<String, Hosts> byModel(
      Map<String, Map<String, History>> byProvider, Map<String, String> homes) {
    Map<String, List<String>> providersOf = new HashMap<>();
    new TreeMap<>(byProvider)
        .forEach(
            (provider, models) ->
                models
                    .keySet()
                    .forEach(
                        model ->
                            providersOf
                                .computeIfAbsent(model, m -> new ArrayList<>())
                                .add(provider)));
    Map<String, Hosts> byModel = new HashMap<>();
    providersOf.forEach(
        (model, providers) -> {
          String home = homes.get(model);
          String provider = providers.size() == 1 ? providers.getFirst() : home;
          Map<String, History> models = byProvider.get(key(provider));
          History history = models == null ? null : models.get(model);
          String how = providers.size() == 1 ? "only provider" : "home provider";
          byModel.put(
              model,
              new Hosts(
                  history == null ? null : history.matchedBy(history.how + ", " + how), providers));
        });
    return byModel;
  }

  private void addProviderAliases(Map<String, String> aliases) {
    aliases.forEach(
        (alias, provider) -> {
          Map<String, History> models = byProvider.get(key(provider));
          if (models != null) {
            byProvider.putIfAbsent(key(alias), models);
          }
        });
  }

  private void addPrefixedIds() {
    byProvider.forEach(
        (provider, models) ->
            models.forEach(
                (model, history) ->
                    byModel.putIfAbsent(
                        provider + "/" + model,
                        new Hosts(
                            history.matchedBy(history.how + ", provider prefix"),
                            List.of(provider)))));
  }

  /**
   * The providers of a model, and its prices at the one that is meant when none is named.
   *
   * @param meant null when there are several and none is the home
   */
  private record Hosts(@Nullable History meant, List<String> providers) {}

  /** The prices of one model at one provider by instant, found the same way. */
  private static final class History {
    private final Instant[] from;
    private final PriceMatch[] matches;
    private final String how;

    History(NavigableMap<Instant, ModelPrice> prices, String how) {
      this(
          prices.keySet().toArray(Instant[]::new),
          prices.values().stream()
              .map(price -> new PriceMatch(price, price.priceId(), how))
              .toArray(PriceMatch[]::new),
          how);
    }

    private History(Instant[] from, PriceMatch[] matches, String how) {
      this.from = from;
      this.matches = matches;
      this.how = how;
    }

    History matchedBy(String how) {
      PriceMatch[] renamed = new PriceMatch[matches.length];
      for (int i = 0; i < matches.length; i++) {
        renamed[i] = new PriceMatch(matches[i].price(), matches[i].priceId(), how);
      }
      return new History(from, renamed, how);
    }

    @Nullable PriceMatch at(Instant instant) {
      int found = Arrays.binarySearch(from, instant);
      int floor = found >= 0 ? found : -found - 2;
      return floor < 0 ? null : matches[floor];
    }

    Instant first() {
      return from[0];
    }

    void addTo(Set<ModelPrice> prices) {
      for (PriceMatch match : matches) {
        prices.add(match.price());
      }
    }
  }
}
