package dev.costgraph.pricing;

import static dev.costgraph.pricing.PriceHistory.key;

import dev.costgraph.pricing.ModelIndex.Lookup.Found;
import dev.costgraph.pricing.ModelIndex.Lookup.Refused;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which model a name means. All keys are in lower case. At a provider, the first of these that
 * leads to a model: a name of the caller's own; the exact id; an alias; a fine-tuned model, by the
 * price of fine-tuned ones of its base; a resource name; the inference profile of a region; the
 * snapshot of a model by its date; the only snapshot. Without a provider: the exact id or alias at
 * the provider that made the model, or at the only one that has it, unless {@code provider/model}
 * or another rule leads to a maker; a name of the caller's own; {@code provider/model}; then the
 * other rules, again at the maker or the only one. Whatever fits several models is refused, and no
 * further rule is tried.
 */
final class ModelIndex {

  private static final String EXACT = "exact id";
  private static final String PREFIX = "provider prefix";
  private static final Scope NOTHING = new Scope(Map.of(), Map.of());

  private final Map<String, Scope> providers = new HashMap<>();
  private final Scope anywhere = new Scope(new HashMap<>(), new HashMap<>());

  /** Of that, what the provider that made the model has. */
  private final Scope atHome = new Scope(new HashMap<>(), new HashMap<>());

  private final Map<String, String> providerAliases = new HashMap<>();

  /** Provider → name → what the caller calls so; and the same by name alone. */
  private final Map<String, Map<String, ModelAlias>> own = new HashMap<>();

  private final Map<String, Map<String, ModelAlias>> ownByName = new HashMap<>();

  /**
   * @param ids provider → models that have prices there
   * @param catalogue for the names of models and providers
   */
  ModelIndex(Map<String, Set<String>> ids, PriceCatalogue catalogue, List<ModelAlias> aliases) {
    catalogue
        .providerAliases()
        .forEach(
            (alias, provider) -> {
              if (ids.containsKey(key(provider)) && !ids.containsKey(key(alias))) {
                providerAliases.put(key(alias), key(provider));
              }
            });
    ids.forEach((provider, models) -> providers.put(provider, idsOf(provider, models)));
    catalogue.models().forEach(this::addAliases);
    addAnywhere(homes(catalogue.models()));
    for (ModelAlias alias : aliases) {
      String provider = providerOf(key(alias.provider()));
      String name = key(alias.name());
      own.computeIfAbsent(provider, p -> new HashMap<>()).put(name, alias);
      ownByName.computeIfAbsent(name, n -> new TreeMap<>()).put(provider, alias);
    }
  }

  /** What a name means. */
  sealed interface Lookup {

    /**
     * A model.
     *
     * @param rule by which its name was understood
     * @param host how its provider was chosen; "" when it was named
     * @param otherwise where to look when the model has no price of the time: an id that was an
     *     alias until it got a price of its own; null: nowhere
     * @param profiles the model in other regions, where the price is one of the base: if they cost
     *     otherwise, that of the base holds nowhere else
     * @param how rule and host, for people
     */
    record Found(
        String provider,
        String model,
        String rule,
        String host,
        @Nullable Found otherwise,
        List<Found> profiles,
        String how)
        implements Lookup {

      static Found of(
          String provider, String model, String rule, String host, @Nullable Found otherwise) {
        return of(provider, model, rule, host, otherwise, List.of());
      }

      private static Found of(
          String provider,
          String model,
          String rule,
          String host,
          @Nullable Found otherwise,
          List<Found> profiles) {
        String how = host.isEmpty() ? rule : rule + ", " + host;
        return new Found(provider, model, rule, host, otherwise, profiles, how);
      }

      Found at(String hostRule) {
        Found before = otherwise == null ? null : otherwise.at(hostRule);
        return of(provider, model, rule, hostRule, before, profiles);
      }

      Found with(List<Found> otherProfiles) {
        return of(provider, model, rule, host, otherwise, otherProfiles);
      }

      /** {@return the same, understood by a rule that led to the name it was found by} */
      Found by(String nameRule) {
        String rules = rule.equals(EXACT) ? nameRule : nameRule + ", " + rule;
        Found before = otherwise == null ? null : otherwise.by(nameRule);
        return of(provider, model, rules, host, before, profiles);
      }
    }

    /** No model, or several; for people. */
    record Refused(String why) implements Lookup {}
  }

  /**
   * What is known at one provider, or anywhere.
   *
   * @param names id or alias → what it means
   * @param snapshots id without date → ids with
   */
  private record Scope(Map<String, Lookup> names, Map<String, Set<String>> snapshots) {

    void addSnapshot(String id) {
      String undated = ModelNames.undated(id);
      if (undated != null) {
        snapshots.computeIfAbsent(undated, u -> new TreeSet<>()).add(id);
      }
    }
  }

  /** {@return whether a model of exactly this id has prices at the provider} */
  boolean isId(String provider, String model) {
    Found found = listed(provider, model);
    return found != null && found.rule.equals(EXACT);
  }

  /** {@return the model of this id or alias at the provider, or null} */
  @Nullable Found listed(String provider, String name) {
    return scope(providerOf(provider)).names.get(name) instanceof Found found ? found : null;
  }

  /**
   * {@return what the name means}
   *
   * @param model as sent
   * @param provider in lower case; "" when none is named
   */
  Lookup find(String model, String provider) {
    String name = key(model);
    if (provider.isEmpty()) {
      Lookup found = findAnywhere(name);
      return found == null ? new Refused("No provider has a price of " + model) : found;
    }
    String host = providerOf(provider);
    if (!providers.containsKey(host) && !own.containsKey(host)) {
      return new Refused("No price of provider " + provider + " is known");
    }
    Lookup found = findAt(host, name);
    int slash = name.indexOf('/');
    if (found == null && slash > 0 && providerOf(name.substring(0, slash)).equals(host)) {
      found = at(findAt(host, name.substring(slash + 1)), PREFIX);
    }
    return found == null
        ? new Refused("Provider " + provider + " has no price of " + model)
        : found;
  }

  private @Nullable Lookup findAnywhere(String name) {
    Lookup known = anywhere.names.get(name);
    if (known != null && known.equals(atHome.names.get(name))) {
      return known;
    }
    Lookup home = ModelNames.isFineTuned(name) ? null : byRules(atHome, name);
    int slash = name.indexOf('/');
    Lookup prefixed =
        slash < 0
            ? null
            : at(findAt(providerOf(name.substring(0, slash)), name.substring(slash + 1)), PREFIX);
    if (known != null) { // elsewhere: a gateway, or another host
      boolean named = prefixed != null && (known instanceof Refused || isAtHome(prefixed));
      return named ? prefixed : home != null ? home : known;
    }
    Map<String, ModelAlias> named = ownByName.getOrDefault(name, Map.of());
    if (named.size() > 1) {
      return ambiguous(name, named.keySet());
    }
    if (!named.isEmpty()) {
      String provider = named.keySet().iterator().next();
      return meantBy(provider, named.values().iterator().next());
    }
    if (prefixed != null || home != null) {
      return prefixed != null ? prefixed : home;
    }
    return byRules(anywhere, name);
  }

  private boolean isAtHome(Lookup lookup) {
    return lookup instanceof Found found
        && atHome.names.get(found.model) instanceof Found home
        && home.provider.equals(found.provider);
  }

  /** {@return the model that the name means at one provider, or null when it means none} */
  private @Nullable Lookup findAt(String provider, String name) {
    ModelAlias alias = own.getOrDefault(provider, Map.of()).get(name);
    return alias == null ? byRules(scope(provider), name) : meantBy(provider, alias);
  }

  private Lookup meantBy(String provider, ModelAlias alias) {
    String model = key(alias.model());
    Lookup found = byRules(scope(provider), model);
    int slash = model.indexOf('/');
    if (found == null && slash > 0) {
      Scope other = scope(providerOf(model.substring(0, slash)));
      found = byRules(other, model.substring(slash + 1));
    }
    return found == null
        ? new Refused(
            "%s is a name of %s, which has no price".formatted(alias.name(), alias.model()))
        : found instanceof Found hit ? hit.by("own name of " + alias.model()) : found;
  }

  private @Nullable Lookup byRules(Scope scope, String name) {
    Lookup exact = scope.names.get(name);
    if (exact != null) {
      return exact;
    }
    if (ModelNames.isFineTuned(name)) {
      return fineTuned(scope, name);
    }
    List<ModelNames.Form> forms = ModelNames.forms(name);
    for (ModelNames.Form form : forms) {
      Lookup found = scope.names.get(form.name());
      if (found != null) {
        return by(found, form);
      }
    }
    Lookup found = bySnapshot(scope, name);
    for (ModelNames.Form form : forms) {
      found = found == null ? by(bySnapshot(scope, form.name()), form) : found;
    }
    return found;
  }

  private @Nullable Lookup by(@Nullable Lookup lookup, ModelNames.Form form) {
    if (!form.isProfile() || !(lookup instanceof Found found)) {
      return by(lookup, form.rule());
    }
    List<String> names = new ArrayList<>(ModelNames.profiles(form.name()));
    names.addAll(ModelNames.profiles(found.model));
    List<Found> profiles = new ArrayList<>();
    for (String name : names) {
      if (scope(found.provider).names.get(name) instanceof Found other
          && !other.model.equals(found.model)) {
        profiles.add(other);
      }
    }
    return found.by(form.rule()).with(profiles);
  }

  /** The price of the base is never that of a fine-tuned model. */
  private static @Nullable Lookup fineTuned(Scope scope, String name) {
    String listed = ModelNames.fineTunedBase(name);
    String base = ModelNames.base(listed);
    Lookup found = scope.names.get(listed);
    found = found == null ? bySnapshot(scope, listed) : found;
    if (found != null) {
      return by(found, "fine-tuned " + base);
    }
    boolean baseKnown = scope.names.containsKey(base) || bySnapshot(scope, base) != null;
    return baseKnown
        ? new Refused(
            "%s is fine-tuned: no price of %s is known, and that of %s is another"
                .formatted(name, listed, base))
        : null;
  }

  private static @Nullable Lookup bySnapshot(Scope scope, String name) {
    String undated = ModelNames.undated(name);
    if (undated != null) {
      return by(scope.names.get(undated), "snapshot of " + undated);
    }
    Set<String> dated = scope.snapshots.getOrDefault(name, Set.of());
    if (dated.size() > 1) {
      return new Refused("Name the snapshot of " + name + ": " + String.join(", ", dated));
    }
    Lookup only = null;
    for (String id : dated) {
      only = by(scope.names.get(id), "only snapshot " + id);
    }
    return only;
  }

  /** {@return the lookup, with its rules led by another} */
  private static @Nullable Lookup by(@Nullable Lookup lookup, String rule) {
    return lookup instanceof Found found ? found.by(rule) : lookup;
  }

  private static @Nullable Lookup at(@Nullable Lookup lookup, String host) {
    return lookup instanceof Found found ? found.at(host) : lookup;
  }

  private static Refused ambiguous(String name, Set<String> hosts) {
    return new Refused("Name the provider of " + name + ": " + String.join(", ", hosts));
  }

  private String providerOf(String name) {
    return providerAliases.getOrDefault(name, name);
  }

  private Scope scope(String provider) {
    return providers.getOrDefault(provider, NOTHING);
  }

  private static Scope idsOf(String provider, Set<String> models) {
    Scope scope = new Scope(new HashMap<>(), new HashMap<>());
    for (String model : models) {
      scope.names.put(model, Found.of(provider, model, EXACT, "", null));
      scope.addSnapshot(model);
    }
    return scope;
  }

  private void addAliases(HostedModel model) {
    String provider = key(model.provider());
    Map<String, Lookup> names = scope(provider).names;
    if (names.containsKey(key(model.model()))) {
      Found found = Found.of(provider, key(model.model()), "alias of " + model.model(), "", null);
      model.aliases().forEach(alias -> names.merge(key(alias), found, ModelIndex::preferred));
    }
  }

  /** An id goes before an alias, and the first alias before others. */
  private static Lookup preferred(Lookup known, Lookup alias) {
    return known instanceof Found id
            && alias instanceof Found other
            && id.rule.equals(EXACT)
            && id.otherwise == null
            && !id.model.equals(other.model)
        ? Found.of(id.provider, id.model, id.rule, id.host, other)
        : known;
  }

  /** {@return id or alias → the provider that made the model, "" when several say so} */
  static Map<String, String> homes(List<HostedModel> models) {
    Map<String, String> homes = new HashMap<>();
    for (HostedModel model : models) {
      if (model.home()) {
        List<String> names = new ArrayList<>(model.aliases());
        names.add(model.model());
        for (String name : names) {
          homes.merge(key(name), key(model.provider()), (a, b) -> a.equals(b) ? a : "");
        }
      }
    }
    return homes;
  }

  private void addAnywhere(Map<String, String> homes) {
    Map<String, Map<String, Lookup>> hosts = new HashMap<>();
    providers.forEach(
        (provider, scope) -> {
          scope.names.forEach(
              (name, found) ->
                  hosts.computeIfAbsent(name, n -> new TreeMap<>()).put(provider, found));
          scope.snapshots.values().forEach(ids -> ids.forEach(anywhere::addSnapshot));
        });
    hosts.forEach(
        (name, found) -> {
          Lookup home = found.get(homes.getOrDefault(name, ""));
          Lookup meant =
              found.size() == 1
                  ? at(found.values().iterator().next(), "only provider")
                  : at(home, "home provider");
          Lookup known = meant == null ? ambiguous(name, found.keySet()) : meant;
          anywhere.names.put(name, known);
          if (home != null) {
            atHome.names.put(name, known);
            atHome.addSnapshot(name);
          }
        });
  }
}
