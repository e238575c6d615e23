package dev.costgraph.pricing.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.imports.Rates.Unusable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads LiteLLM's table: an object of models, each with the provider and its prices in USD per
 * token. A threshold re-rates the whole request; a kind without a price above it is left out there,
 * although LiteLLM itself then takes that for any length. At another service tier only the prices
 * of that tier hold.
 */
final class LiteLlm {

  private final String source;
  private final Map<String, Read> read = new LinkedHashMap<>();
  private final List<SkippedPrice> skipped = new ArrayList<>();

  private LiteLlm(String source) {
    this.source = source;
  }

  /**
   * An entry that was understood.
   *
   * @param prefixed whether its key names the provider, as callers of that provider write it
   */
  private record Read(String key, ModelPrice price, List<LeftOut> leftOut, boolean prefixed) {}

  /**
   * @throws InvalidDocument when it is not an object of models
   */
  static PriceDocument read(JsonNode document, String source) {
    if (!document.isObject()) {
      throw new InvalidDocument("the document is not an object of models");
    }
    LiteLlm reader = new LiteLlm(source);
    document.properties().forEach(entry -> reader.readEntry(entry.getKey(), entry.getValue()));
    return reader.document();
  }

  private void readEntry(String key, JsonNode entry) {
    JsonNode provider = entry.path("litellm_provider");
    if (key.equals("sample_spec")) {
      skip(key, "describes the format");
    } else if (!provider.isTextual()) {
      skip(key, "is not a model at a provider");
    } else {
      try {
        keep(read(key, entry, provider.textValue()));
      } catch (Unusable e) {
        skip(key, String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        skip(key, "has no valid price: " + e.getMessage());
      }
    }
  }

  private Read read(String key, JsonNode entry, String theirProvider) throws Unusable {
    String provider = Providers.ofLiteLlm(theirProvider);
    LiteLlmEntry prices = new LiteLlmEntry(key, entry, provider);
    int slash = key.indexOf('/');
    boolean prefixed = slash > 0 && isNameOf(key.substring(0, slash), theirProvider, provider);
    String model = prefixed ? key.substring(slash + 1) : key;
    List<PriceComponent> components = prices.read();
    Long bound = prices.upToPromptTokens();
    ModelPrice price = new ModelPrice(model, provider, null, source, "USD", bound, components);
    return new Read(key, price, prices.leftOut(), prefixed);
  }

  /** Whether a prefix is the provider, as in vertex_ai/… of vertex_ai-language-models. */
  private static boolean isNameOf(String prefix, String theirProvider, String provider) {
    return prefix.equals(provider)
        || theirProvider.equals(prefix)
        || theirProvider.startsWith(prefix + "_")
        || theirProvider.startsWith(prefix + "-");
  }

  /** Of two entries for a model at a provider the one that names the provider is meant. */
  private void keep(Read entry) {
    String name = (entry.price.provider() + "/" + entry.price.model()).toLowerCase(Locale.ROOT);
    Read known = read.get(name);
    if (known == null) {
      read.put(name, entry);
      return;
    }
    Read kept = entry.prefixed && !known.prefixed ? entry : known;
    Read other = kept.equals(entry) ? known : entry;
    read.put(name, kept);
    boolean same = kept.price.components().equals(other.price.components());
    skip(other.key, (same ? "is the same as " : "differs from the same model as ") + kept.key);
  }

  private void skip(String key, String reason) {
    skipped.add(new SkippedPrice(key, reason));
  }

  private PriceDocument document() {
    List<ModelPrice> prices = new ArrayList<>();
    List<HostedModel> models = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Read entry : read.values()) {
      ModelPrice price = entry.price;
      prices.add(price);
      boolean home = Providers.isMaker(price.provider(), price.model());
      models.add(new HostedModel(price.model(), price.provider(), home, List.of()));
      leftOut.addAll(entry.leftOut);
    }
    return new PriceDocument(new PriceCatalogue(prices, models, Map.of()), false, skipped, leftOut);
  }
}
