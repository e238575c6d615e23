package dev.costgraph.pricing;

import java.util.List;
import java.util.Map;

/**
 * Prices, and the names that their models and providers go by.
 *
 * @param models those with aliases or a home; a model that is not listed goes by its id alone
 * @param providerAliases another name of a provider → its name in the prices
 */
public record PriceCatalogue(
    List<ModelPrice> prices, List<HostedModel> models, Map<String, String> providerAliases) {

  public PriceCatalogue {
    prices = List.copyOf(prices);
    models = List.copyOf(models);
    providerAliases = Map.copyOf(providerAliases);
  }

  /**
   * How callers name a model at a provider. Names belong to the model, not to one of its prices: a
   * price that is added later goes by the same names.
   *
   * @param model the id that its prices have
   * @param provider the name that its prices have
   * @param home whether the provider is meant when none is named: it made the model
   * @param aliases other ids of exactly this model, with exactly its prices at any time
   */
  public record HostedModel(String model, String provider, boolean home, List<String> aliases) {

    public HostedModel {
      aliases = List.copyOf(aliases);
    }
  }
}
