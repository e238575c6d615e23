package dev.costgraph.pricing.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.pricing.DailyHours;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.imports.PriceJson.NoPrice;
import dev.costgraph.pricing.imports.Rates.Unusable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads genai-prices' table: a list of providers with models, prices in USD per 1,000,000 tokens. A
 * tier re-rates the whole request. Of conditional prices the last whose condition is met holds: a
 * date makes another price, a time of the day makes hours of the price before it. The format knows
 * no service tiers. The rules {@code equals} of a model are its aliases.
 */
final class GenaiPrices {

  /** Field → component. */
  private static final Map<String, String> TOKENS =
      Map.of(
          "input_mtok", "input",
          "output_mtok", "output",
          "cache_read_mtok", "cacheRead",
          "cache_write_mtok", "cacheWrite5m",
          "input_audio_mtok", "audioInput",
          "output_audio_mtok", "audioOutput",
          "input_image_mtok", "imageInput",
          "output_image_mtok", "imageOutput");

  /** Fields of tokens that are counted among others, at a price of their own. */
  private static final List<String> CACHED_MEDIA =
      List.of("cache_audio_read_mtok", "cache_image_read_mtok", "cache_video_read_mtok");

  /** Fields without a component. */
  private static final Set<String> VIDEO =
      Set.of("input_video_mtok", "output_video_mtok", "cache_video_write_mtok");

  private final String source;
  private final List<ModelPrice> prices = new ArrayList<>();
  private final List<HostedModel> models = new ArrayList<>();
  private final List<SkippedPrice> skipped = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private GenaiPrices(String source) {
    this.source = source;
  }

  /**
   * @throws InvalidDocument when it is not a list of providers
   */
  static PriceDocument read(JsonNode document, String source) {
    if (!document.isArray()) {
      throw new InvalidDocument("the document is not a list of providers");
    }
    GenaiPrices reader = new GenaiPrices(source);
    for (JsonNode provider : document) {
      if (!provider.path("id").isTextual() || !provider.path("models").isArray()) {
        throw new InvalidDocument("a provider has no id or no list of models");
      }
      String name = Providers.ofGenai(provider.path("id").textValue());
      provider.path("models").forEach(model -> reader.readModel(name, model));
    }
    return new PriceDocument(
        new PriceCatalogue(reader.prices, reader.models, Map.of()),
        true,
        reader.skipped,
        reader.leftOut);
  }

  private void readModel(String provider, JsonNode model) {
    String id = model.path("id").asText("");
    String name = provider + "/" + id;
    List<LeftOut> without = new ArrayList<>();
    try {
      prices.addAll(readPrices(provider, id, model.path("prices"), without));
    } catch (Unusable e) {
      skipped.add(new SkippedPrice(name, String.valueOf(e.getMessage())));
      return;
    } catch (IllegalArgumentException e) {
      skipped.add(new SkippedPrice(name, "has no valid price: " + e.getMessage()));
      return;
    }
    leftOut.addAll(without);
    Set<String> aliases = new LinkedHashSet<>();
    addAliases(name, model.path("match"), aliases);
    aliases.removeIf(id::equalsIgnoreCase);
    boolean home = Providers.isMaker(provider, id);
    models.add(new HostedModel(id, provider, home, List.copyOf(aliases)));
  }

  /** Names by other rules than equality are not listed: they fit ids that nobody knows yet. */
  private void addAliases(String name, JsonNode rule, Set<String> aliases) {
    for (Map.Entry<String, JsonNode> part : rule.properties()) {
      switch (part.getKey()) {
        case "equals" -> aliases.add(part.getValue().asText());
        case "or" -> part.getValue().forEach(either -> addAliases(name, either, aliases));
        default ->
            leftOut.add(
                new LeftOut(
                    name,
                    "match." + part.getKey() + " " + part.getValue().asText(),
                    "names that are not listed one by one"));
      }
    }
  }

  private List<ModelPrice> readPrices(
      String provider, String id, JsonNode node, List<LeftOut> without) throws Unusable {
    if (!node.isArray()) {
      Rates rates = rates(provider + "/" + id, node, null, without);
      return List.of(price(provider, id, null, rates, without));
    }
    List<ModelPrice> dated = new ArrayList<>();
    Rates rates = null;
    Instant from = null;
    for (JsonNode conditional : node) {
      JsonNode constraint = conditional.path("constraint");
      Rates next =
          rates(provider + "/" + id, conditional.path("prices"), hours(constraint), without);
      if (constraint.has("start_time")) {
        if (from != null) {
          throw new Unusable("has hours after a date, which hold before it too");
        }
        addHours(rates, next);
        continue;
      }
      Instant start = from(constraint);
      if (rates != null && (start == null || (from != null && !start.isAfter(from)))) {
        throw new Unusable("has dates that do not ascend");
      }
      if (rates != null) {
        dated.add(price(provider, id, from, rates, without));
      }
      rates = next;
      from = start;
    }
    if (rates == null) {
      throw new Unusable("has no price");
    }
    dated.add(price(provider, id, from, rates, without));
    return dated;
  }

  private ModelPrice price(
      String provider, String id, @Nullable Instant from, Rates rates, List<LeftOut> without) {
    List<PriceComponent> components = rates.toList();
    for (String part : rates.unknownAbove()) {
      without.add(new LeftOut(provider + "/" + id, part, LeftOut.LONG_PROMPTS));
    }
    return new ModelPrice(id, provider, from, source, "USD", null, components);
  }

  /** The prices of some hours replace the others as a whole, so they must be as many. */
  private static void addHours(@Nullable Rates base, Rates hours) throws Unusable {
    if (base == null || !base.names().equals(hours.names())) {
      throw new Unusable("has hours without a price for each of its components");
    }
    for (PriceComponent component : hours.toList()) {
      base.add(component);
    }
  }

  private static @Nullable Instant from(JsonNode constraint) throws Unusable {
    if (constraint.isMissingNode() || constraint.isNull()) {
      return null;
    }
    try {
      checkNames(constraint, Set.of("start_date"));
      LocalDate day = LocalDate.parse(constraint.path("start_date").asText());
      return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw unknown(constraint);
    }
  }

  /** {@return the hours that a price is constrained to, or null} */
  private static @Nullable DailyHours hours(JsonNode constraint) throws Unusable {
    if (!constraint.has("start_time")) {
      return null;
    }
    try {
      checkNames(constraint, Set.of("start_time", "end_time"));
      return new DailyHours(
          utc(constraint.path("start_time").asText()), utc(constraint.path("end_time").asText()));
    } catch (DateTimeParseException e) {
      throw unknown(constraint);
    }
  }

  private static void checkNames(JsonNode constraint, Set<String> names) throws Unusable {
    Set<String> found = new HashSet<>();
    constraint.fieldNames().forEachRemaining(found::add);
    if (!found.equals(names)) {
      throw unknown(constraint);
    }
  }

  private static Unusable unknown(JsonNode constraint) {
    return new Unusable("has an unknown constraint: " + constraint);
  }

  private static LocalTime utc(String time) {
    return OffsetTime.parse(time).withOffsetSameInstant(ZoneOffset.UTC).toLocalTime();
  }

  private Rates rates(
      String name, JsonNode priced, @Nullable DailyHours hours, List<LeftOut> without)
      throws Unusable {
    Rates rates = new Rates();
    for (Map.Entry<String, JsonNode> field : priced.properties()) {
      String component = TOKENS.get(field.getKey());
      try {
        if (component != null) {
          addTokens(rates, component, field.getValue(), hours);
        } else if (field.getKey().equals("requests_kcount")) {
          BigDecimal one = PriceJson.price(field.getValue()).scaleByPowerOfTen(-3);
          rates.add(
              new PriceComponent("request", "request", one, ServiceTier.STANDARD, null, hours));
        } else if (VIDEO.contains(field.getKey())) {
          without.add(new LeftOut(name, field.getKey(), "tokens of video"));
        } else if (!CACHED_MEDIA.contains(field.getKey())) {
          throw new Unusable("has the unknown cost field " + field.getKey());
        }
      } catch (NoPrice e) {
        throw new Unusable(field.getKey() + " " + e.getMessage());
      }
    }
    checkCachedMedia(name, priced, rates, without);
    if (rates.isEmpty()) {
      throw new Unusable("has no price");
    }
    return rates;
  }

  private static void addTokens(
      Rates rates, String component, JsonNode value, @Nullable DailyHours hours)
      throws NoPrice, Unusable {
    if (!value.isObject()) {
      rates.add(tokens(component, value, null, hours));
      return;
    }
    rates.add(tokens(component, value.path("base"), null, hours));
    for (JsonNode tier : value.path("tiers")) {
      if (!tier.path("start").canConvertToInt()) {
        throw new NoPrice("has a tier without start");
      }
      rates.add(tokens(component, tier.path("price"), tier.path("start").intValue(), hours));
    }
  }

  private static PriceComponent tokens(
      String component, JsonNode price, @Nullable Integer above, @Nullable DailyHours hours)
      throws NoPrice {
    return PriceComponent.ofTokens(
        component, PriceJson.price(price), ServiceTier.STANDARD, above, hours);
  }

  /** Cached tokens are one count: where media cost another price than text, none is right. */
  private static void checkCachedMedia(
      String name, JsonNode priced, Rates rates, List<LeftOut> without) {
    for (String field : CACHED_MEDIA) {
      if (!priced.has(field)) {
        continue;
      }
      JsonNode text = priced.path("cache_read_mtok");
      if (!text.equals(priced.path(field))) {
        without.add(
            new LeftOut(
                name,
                field,
                "cached audio or images at another price than cached text: no cached token is"
                    + " priced"));
        rates.removeIf(component -> component.name().equals("cacheRead"));
      }
    }
  }
}
