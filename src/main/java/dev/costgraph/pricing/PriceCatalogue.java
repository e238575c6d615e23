package dev.costgraph.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prices, and the names that their models and providers go by.
 *
 * <p>The built-in one is read from {@code prices/*.json}, one file per provider. A model has its
 * prices in order of time; one without {@code from} holds since ever. Decimals are strings, so that
 * no reader makes a double of them. {@code asInput} lists what the provider bills as input; {@code
 * unpriced} says why no price is known from an instant on.
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
  static PriceCatalogue of(Map<String, String> files) {
    Reader reader = new Reader();
    files.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(file -> reader.readFile(file.getKey(), file.getValue()));
    return new PriceCatalogue(reader.prices, reader.models, reader.providerAliases);
  }

  /** Reads one file after the other; {@code file} and {@code model} are for the errors. */
  private static final class Reader {
    private static final Set<String> FILE_FIELDS =
        Set.of(
            "provider", "alsoKnownAs", "home", "source", "checked", "currency", "unit", "models");
    private static final Set<String> MODEL_FIELDS = Set.of("model", "aliases", "prices");
    private static final Set<String> PRICE_FIELDS =
        Set.of("from", "upToPromptTokens", "asInput", "unpriced");

    private final ObjectMapper json =
        new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private final List<ModelPrice> prices = new ArrayList<>();
    private final List<HostedModel> models = new ArrayList<>();
    private final Map<String, String> providerAliases = new HashMap<>();
    private final Set<String> providerNames = new HashSet<>();
    private String file = "";
    private @Nullable String model;

    void readFile(String name, String text) {
      file = name;
      model = null;
      JsonNode root = parse(text);
      checkFields(root, FILE_FIELDS, false);
      String provider = text(root, "provider");
      checkProviderName(provider, "provider");
      for (String alias : texts(root, "alsoKnownAs")) {
        checkProviderName(alias, "alsoKnownAs");
        providerAliases.put(alias, provider);
      }
      if (!text(root, "unit").equals(PriceComponent.MILLION_TOKENS)) {
        throw invalid("unit", "is not " + PriceComponent.MILLION_TOKENS);
      }
      if (!root.path("home").isBoolean()) {
        throw invalid("home", "is not true or false");
      }
      String source = text(root, "source") + "; checked " + date(text(root, "checked"), "checked");
      Set<String> ids = new HashSet<>();
      for (JsonNode node : array(root, "models")) {
        model = null;
        checkFields(node, MODEL_FIELDS, false);
        String id = text(node, "model");
        model = id;
        List<String> aliases = texts(node, "aliases");
        checkId(ids, id, "model");
        aliases.forEach(alias -> checkId(ids, alias, "aliases"));
        models.add(new HostedModel(id, provider, root.path("home").booleanValue(), aliases));
        readPrices(node, id, provider, text(root, "currency"), source);
      }
    }

    private void readPrices(
        JsonNode node, String id, String provider, String currency, String source) {
      Instant previous = null;
      boolean first = true;
      for (JsonNode price : array(node, "prices")) {
        checkFields(price, PRICE_FIELDS, true);
        Instant from = price.has("from") ? instant(text(price, "from")) : null;
        if (!first && (from == null || (previous != null && !from.isAfter(previous)))) {
          throw invalid("from", "is not after the one before: " + from);
        }
        first = false;
        previous = from;
        List<PriceComponent> components = components(price);
        String why = price.has("unpriced") ? text(price, "unpriced") + "; " : "";
        if (why.isEmpty() == components.isEmpty()) {
          throw invalid("prices", "has neither or both of components and unpriced");
        }
        try {
          prices.add(
              new ModelPrice(id, provider, from, why + source, currency, bound(price), components));
        } catch (IllegalArgumentException e) {
          throw invalid("prices", String.valueOf(e.getMessage()));
        }
      }
    }

    private List<PriceComponent> components(JsonNode price) {
      List<PriceComponent> components = new ArrayList<>();
      for (TokenKind kind : TokenKind.ALL) {
        String name = kind.componentName();
        if (price.has(name)) {
          components.add(PriceComponent.ofTokens(name, decimal(text(price, name), name)));
        }
      }
      for (String name : texts(price, "asInput")) {
        if (TokenKind.named(name) == null || price.has(name) || !price.has("input")) {
          throw invalid("asInput", "cannot have " + name);
        }
        components.add(PriceComponent.ofTokens(name, decimal(text(price, "input"), name)));
      }
      return components;
    }

    private @Nullable Long bound(JsonNode price) {
      JsonNode bound = price.path("upToPromptTokens");
      if (bound.isMissingNode()) {
        return null;
      }
      if (!bound.isIntegralNumber() || !bound.canConvertToLong()) {
        throw invalid("upToPromptTokens", "is not a whole number: " + bound);
      }
      return bound.longValue();
    }

    private BigDecimal decimal(String text, String field) {
      BigDecimal price;
      try {
        price = new BigDecimal(text);
      } catch (NumberFormatException e) {
        throw invalid(field, "is not a decimal: " + text);
      }
      if (price.signum() < 0) {
        throw invalid(field, "is negative: " + text);
      }
      return price;
    }

    /** A day begins in UTC. */
    private Instant instant(String text) {
      if (text.indexOf('T') < 0) {
        return date(text, "from").atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw invalid("from", "is not an instant: " + text);
      }
    }

    private LocalDate date(String text, String field) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        throw invalid(field, "is not a day: " + text);
      }
    }

    private JsonNode parse(String text) {
      try {
        return json.readTree(text);
      } catch (IOException e) {
        throw invalid("", "is not JSON: " + e.getMessage());
      }
    }

    private void checkFields(JsonNode node, Set<String> known, boolean orComponent) {
      if (!node.isObject()) {
        throw invalid("", "is not an object: " + node);
      }
      node.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name) && !(orComponent && TokenKind.named(name) != null)) {
                  throw invalid(name, "is not known");
                }
              });
    }

    private void checkId(Set<String> ids, String id, String field) {
      if (!ids.add(id.toLowerCase(Locale.ROOT))) {
        throw invalid(field, "is there twice: " + id);
      }
    }

    private void checkProviderName(String name, String field) {
      if (!providerNames.add(name.toLowerCase(Locale.ROOT))) {
        throw invalid(field, "is there twice: " + name);
      }
    }

    private String text(JsonNode node, String field) {
      JsonNode value = node.path(field);
      if (!value.isTextual() || value.textValue().isBlank()) {
        throw invalid(field, "is not a text");
      }
      return value.textValue();
    }

    private List<String> texts(JsonNode node, String field) {
      List<String> texts = new ArrayList<>();
      for (JsonNode value : node.path(field)) {
        if (!value.isTextual() || value.textValue().isBlank()) {
          throw invalid(field, "has something other than a text: " + value);
        }
        texts.add(value.textValue());
      }
      return texts;
    }

    private JsonNode array(JsonNode node, String field) {
      JsonNode value = node.path(field);
      if (!value.isArray() || value.isEmpty()) {
        throw invalid(field, "is not a list with something in it");
      }
      return value;
    }

    private InvalidCatalogue invalid(String field, String problem) {
      String where = model == null ? file : file + ", model " + model;
      return new InvalidCatalogue(
          where + (field.isEmpty() ? "" : ", field " + field) + ": " + problem);
    }
  }
}
