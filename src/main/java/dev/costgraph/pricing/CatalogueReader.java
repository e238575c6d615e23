package dev.costgraph.pricing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import dev.costgraph.pricing.PriceCatalogue.InvalidCatalogue;
import java.io.IOException;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of a catalogue one after the other. Decimals are strings, so that no reader makes a
 * double of them. A model has its prices in order of time; a price is an object of
 *
 * <ul>
 *   <li>{@code from}: absent since ever; {@code unpriced}: why no price is known from then on
 *   <li>components by name: {@code "input": "2.5"} per 1,000,000 tokens; {@code asInput}: what the
 *       provider bills as input; {@code each}: quantities, e.g. {@code {"page": "0.001"}}
 *   <li>{@code above}: a list of the same with {@code tokens}, for prompts of more than that;
 *       {@code longPrompts}: {@code PART_ABOVE} where only the part above moves; {@code
 *       upToPromptTokens}: the longest prompt whose price is known
 *   <li>{@code batch}, {@code flex}, {@code priority}: the same at another service tier
 *   <li>{@code hours}: a list of the same with {@code utc}, e.g. {@code 16:30-00:30}
 * </ul>
 */
final class CatalogueReader {

  private static final Set<String> FILE_FIELDS =
      Set.of("provider", "alsoKnownAs", "home", "source", "checked", "currency", "unit", "models");
  private static final Set<String> MODEL_FIELDS = Set.of("model", "aliases", "prices");
  private static final Map<String, ServiceTier> TIERS =
      new TreeMap<>(
          Map.of(
              "batch", ServiceTier.BATCH,
              "flex", ServiceTier.FLEX,
              "priority", ServiceTier.PRIORITY));
  private static final Set<String> PRICE_FIELDS =
      Set.of(
          "from",
          "upToPromptTokens",
          "longPrompts",
          "asInput",
          "each",
          "above",
          "batch",
          "flex",
          "priority",
          "hours",
          "unpriced");
  private static final Set<String> TIER_FIELDS = Set.of("asInput", "each", "above");
  private static final Set<String> HOURS_FIELDS = Set.of("utc", "asInput", "each", "above");
  private static final Set<String> ABOVE_FIELDS = Set.of("tokens", "asInput");

  /** Longer ones take long to read. */
  private static final int DECIMAL_LENGTH_MAX = 100;

  private final ObjectMapper json =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final List<ModelPrice> prices = new ArrayList<>();
  private final List<HostedModel> models = new ArrayList<>();
  private final Map<String, String> providerAliases = new HashMap<>();
  private final Set<String> providerNames = new HashSet<>();

  /** For the errors; null: not in a model. */
  private @Nullable String model;

  private String file = "";

  PriceCatalogue catalogue() {
    return new PriceCatalogue(prices, models, providerAliases);
  }

  /**
   * @throws InvalidCatalogue when the text is wrong
   */
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
            new ModelPrice(
                id,
                provider,
                from,
                why + source,
                currency,
                bound(price),
                components,
                longPrompts(price),
                null));
      } catch (IllegalArgumentException e) {
        throw invalid("prices", String.valueOf(e.getMessage()));
      }
    }
  }

  private List<PriceComponent> components(JsonNode price) {
    List<PriceComponent> components = new ArrayList<>();
    addBlock(components, price, ServiceTier.STANDARD, null);
    TIERS.forEach(
        (field, tier) -> {
          if (price.has(field)) {
            checkFields(price.path(field), TIER_FIELDS, true);
            addBlock(components, price.path(field), tier, null);
          }
        });
    for (JsonNode block : blocks(price, "hours")) {
      checkFields(block, HOURS_FIELDS, true);
      addBlock(components, block, ServiceTier.STANDARD, hours(text(block, "utc")));
    }
    return components;
  }

  /** Adds what a block prices, and what its thresholds do. */
  private void addBlock(
      List<PriceComponent> components,
      JsonNode block,
      ServiceTier tier,
      @Nullable DailyHours hours) {
    addTokens(components, block, tier, null, hours);
    JsonNode each = block.path("each");
    if (block.has("each") && !each.isObject()) {
      throw invalid("each", "is not an object: " + each);
    }
    for (Map.Entry<String, JsonNode> quantity : each.properties()) {
      String name = quantity.getKey();
      BigDecimal price = decimal(text(each, name), name);
      components.add(component(name, name, price, tier, null, hours));
    }
    for (JsonNode above : blocks(block, "above")) {
      checkFields(above, ABOVE_FIELDS, true);
      JsonNode tokens = above.path("tokens");
      if (!tokens.canConvertToInt() || !tokens.isIntegralNumber()) {
        throw invalid("tokens", "is not a whole number: " + tokens);
      }
      addTokens(components, above, tier, tokens.intValue(), hours);
    }
  }

  private void addTokens(
      List<PriceComponent> components,
      JsonNode block,
      ServiceTier tier,
      @Nullable Integer above,
      @Nullable DailyHours hours) {
    String unit = PriceComponent.MILLION_TOKENS;
    for (TokenKind kind : TokenKind.ALL) {
      String name = kind.componentName();
      if (block.has(name)) {
        BigDecimal price = decimal(text(block, name), name);
        components.add(component(name, unit, price, tier, above, hours));
      }
    }
    for (String name : texts(block, "asInput")) {
      if (TokenKind.named(name) == null || block.has(name) || !block.has("input")) {
        throw invalid("asInput", "cannot have " + name);
      }
      BigDecimal price = decimal(text(block, "input"), name);
      components.add(component(name, unit, price, tier, above, hours));
    }
  }

  private PriceComponent component(
      String name,
      String unit,
      BigDecimal price,
      ServiceTier tier,
      @Nullable Integer above,
      @Nullable DailyHours hours) {
    try {
      return new PriceComponent(name, unit, price, tier, above, hours);
    } catch (IllegalArgumentException e) {
      throw invalid("prices", String.valueOf(e.getMessage()));
    }
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

  private LongPrompts longPrompts(JsonNode price) {
    String name =
        price.has("longPrompts") ? text(price, "longPrompts") : LongPrompts.WHOLE_REQUEST.name();
    for (LongPrompts known : LongPrompts.values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    throw invalid("longPrompts", "is not WHOLE_REQUEST or PART_ABOVE: " + name);
  }

  private DailyHours hours(String text) {
    try {
      return DailyHours.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid("utc", String.valueOf(e.getMessage()));
    }
  }

  private BigDecimal decimal(String text, String field) {
    BigDecimal price;
    if (text.length() > DECIMAL_LENGTH_MAX) {
      throw invalid(field, "has more than " + DECIMAL_LENGTH_MAX + " characters");
    }
    try {
      price = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw invalid(field, "is not a decimal: " + text);
    }
    if (price.signum() < 0) {
      throw invalid(field, "is negative: " + text);
    }
    if (price.precision() > 40 || Math.abs((long) price.scale()) > 40) {
      throw invalid(field, "has more than 40 digits or places: " + text);
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
    if (node.has(field) && !node.path(field).isArray()) {
      throw invalid(field, "is not a list: " + node.path(field));
    }
    for (JsonNode value : node.path(field)) {
      if (!value.isTextual() || value.textValue().isBlank()) {
        throw invalid(field, "has something other than a text: " + value);
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  /** {@return the blocks of a list that may be absent} */
  private JsonNode blocks(JsonNode node, String field) {
    return node.has(field) ? array(node, field) : node.path(field);
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
