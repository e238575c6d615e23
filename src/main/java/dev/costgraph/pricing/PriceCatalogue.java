package dev.costgraph.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Prices, and the names that their models and providers go by.
 *
 * <p>The built-in one is read from {@code prices/*.json}, one file per provider, by {@link
 * CatalogueReader}.
 *
 * @param models those with aliases or a home; a model that is not listed goes by its id alone
 * @param providerAliases another name of a provider → its name in the prices
 */
public record PriceCatalogue(
    List<ModelPrice> prices, List<HostedModel> models, Map<String, String> providerAliases) {

  private static final List<String> FILES =
      List.of(
          "alibaba",
          "anthropic",
          "bedrock",
          "cohere",
          "deepseek",
          "fireworks",
          "google",
          "groq",
          "mistral",
          "openai",
          "together",
          "xai");

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

    HostedModel withoutAliases(Predicate<String> unwanted) {
      return new HostedModel(
          model, provider, home, aliases.stream().filter(unwanted.negate()).toList());
    }
  }

  /** A file of the catalogue is wrong; the message names file, model and field. */
  public static final class InvalidCatalogue extends RuntimeException {
    InvalidCatalogue(String message) {
      super(message);
    }
  }

  /**
   * {@return the built-in catalogue}
   *
   * @throws InvalidCatalogue when a file is wrong
   */
  public static PriceCatalogue load() {
    Map<String, String> files = new HashMap<>();
    for (String name : FILES) {
      String file = "prices/" + name + ".json";
      try (InputStream in = PriceCatalogue.class.getClassLoader().getResourceAsStream(file)) {
        if (in == null) {
          throw new InvalidCatalogue(file + " is missing");
        }
        files.put(file, new String(in.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new InvalidCatalogue(file + " is not readable: " + e.getMessage());
      }
    }
    return of(files);
  }

  /**
   * {@return the catalogue in these files}
   *
   * @param files name → text
   * @throws InvalidCatalogue when one is wrong
   */
  public static PriceCatalogue of(Map<String, String> files) {
    CatalogueReader reader = new CatalogueReader();
    files.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(file -> reader.readFile(file.getKey(), file.getValue()));
    return reader.catalogue();
  }
}
