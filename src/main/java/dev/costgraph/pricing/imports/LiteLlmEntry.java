package dev.costgraph.pricing.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.imports.LiteLlmFields.Meaning;
import dev.costgraph.pricing.imports.LiteLlmFields.Quantity;
import dev.costgraph.pricing.imports.PriceJson.NoPrice;
import dev.costgraph.pricing.imports.Rates.Unusable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the prices of one entry of LiteLLM's table. */
final class LiteLlmEntry {

  private static final int THOUSAND = 1000;

  /** Modes in which an image or a second of a prompt is billed by its tokens. */
  private static final Set<String> BY_TOKENS =
      Set.of("chat", "completion", "responses", "realtime");

  /** Modes that answer without tokens; the table writes an output price of 0. */
  private static final Set<String> NO_OUTPUT = Set.of("embedding", "rerank");

  /** Tools that come on top of the tokens of a call. */
  private static final Set<String> TOOLS =
      Set.of(
          "search",
          "searchLow",
          "searchMedium",
          "searchHigh",
          "searchQuery",
          "searchQueryLow",
          "searchQueryMedium",
          "searchQueryHigh",
          "codeInterpreterSession",
          "fileSearch",
          "gigabyteDay");

  private final String key;
  private final JsonNode entry;
  private final String mode;

  /** One less than the threshold that is written: at it, xAI's higher price holds already. */
  private final boolean inclusive;

  private final Rates rates = new Rates();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final Map<String, BigDecimal> quantities = new LinkedHashMap<>();
  private final Set<String> quantitiesByPrompt = new TreeSet<>();
  private final Map<String, BigDecimal> cachedMedia = new LinkedHashMap<>();
  private boolean otherUsageCosts;
  private @Nullable Long upToPromptTokens;

  LiteLlmEntry(String key, JsonNode entry, String provider) {
    this.key = key;
    this.entry = entry;
    this.mode = entry.path("mode").asText("");
    this.inclusive = provider.equals("xai");
  }

  /**
   * {@return the prices}
   *
   * @throws Unusable when the entry cannot be imported; the message says why
   */
  List<PriceComponent> read() throws Unusable {
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (field.getValue().isNull()) {
        continue;
      }
      try {
        readField(field.getKey(), field.getValue());
      } catch (NoPrice e) {
        throw new Unusable(field.getKey() + " " + e.getMessage());
      }
    }
    addQuantities();
    checkCachedMedia();
    dropPlaceholders();
    if (rates.isEmpty()) {
      throw new Unusable(
          leftOut.isEmpty()
              ? "has no price"
              : "has no price but of " + leftOut.getFirst().reason());
    }
    List<PriceComponent> components = rates.toList();
    for (String part : rates.unknownAbove()) {
      leaveOut(part, LeftOut.LONG_PROMPTS);
    }
    return components;
  }

  /** {@return what is not part of the prices, in the order of the fields} */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** {@return the longest prompt that a list of ranges covers; null: any} */
  @Nullable Long upToPromptTokens() {
    return upToPromptTokens;
  }

  private void readField(String field, JsonNode value) throws NoPrice, Unusable {
    switch (LiteLlmFields.meaning(field)) {
      case Meaning.Nothing _ -> {}
      case Meaning.Tokens tokens -> addTokens(tokens, value, above(tokens.aboveThousands()));
      case Meaning.Each each -> addQuantity(each, field, PriceJson.price(value));
      case Meaning.CachedMedia _ -> cachedMedia.put(field, PriceJson.price(value));
      case Meaning.OtherUsage other -> {
        otherUsageCosts |= PriceJson.price(value).signum() > 0;
        leaveOut(field, other.usage());
      }
      case Meaning.Structure _ -> readStructure(field, value);
      case Meaning.Unknown _ -> throw new Unusable("has the unknown cost field " + field);
    }
  }

  private void readStructure(String field, JsonNode value) throws NoPrice, Unusable {
    switch (field) {
      case "tiered_pricing" -> readRanges(value);
      case "search_context_cost_per_query" -> readSearch(value);
      default -> {
        for (Map.Entry<String, JsonNode> factor : value.properties()) {
          if (factor.getValue().isNumber()) {
            leaveOut(field + "." + factor.getKey(), "calls that are marked " + factor.getKey());
          }
        }
      }
    }
  }

  private void addTokens(Meaning.Tokens tokens, JsonNode value, @Nullable Integer above)
      throws NoPrice, Unusable {
    BigDecimal perMillion = PriceJson.price(value).scaleByPowerOfTen(6);
    rates.add(PriceComponent.ofTokens(tokens.component(), perMillion, tokens.tier(), above, null));
  }

  private @Nullable Integer above(@Nullable Integer thousands) {
    return thousands == null ? null : thousands * THOUSAND - (inclusive ? 1 : 0);
  }

  /** A list of prices by length of prompt: of more than the start, up to the end. */
  private void readRanges(JsonNode ranges) throws NoPrice, Unusable {
    long expected = 0;
    for (JsonNode range : ranges) {
      JsonNode bounds = range.path("range");
      if (bounds.size() != 2) {
        throw new Unusable("has prices by something else than the length of the prompt");
      }
      long start = wholeTokens(bounds.get(0));
      if (start != expected) {
        throw new Unusable("has ranges of prompts with a gap before " + start);
      }
      expected = wholeTokens(bounds.get(1));
      for (Map.Entry<String, JsonNode> field : range.properties()) {
        if (field.getKey().equals("range")) {
          continue;
        }
        if (!(LiteLlmFields.meaning(field.getKey()) instanceof Meaning.Tokens tokens)
            || tokens.aboveThousands() != null) {
          throw new Unusable("has the unknown cost field tiered_pricing." + field.getKey());
        }
        addTokens(tokens, field.getValue(), start == 0 ? null : (int) start);
      }
    }
    upToPromptTokens = expected == 0 ? null : expected;
  }

  private static long wholeTokens(JsonNode number) throws Unusable {
    try {
      return number.decimalValue().intValueExact();
    } catch (ArithmeticException e) {
      throw new Unusable("has a range that is not of whole tokens: " + number);
    }
  }

  /**
   * The price of a search by the size of what it brings into the prompt. Some models are billed for
   * each query that a search sends, and others for the search. Anthropic's usage object has a name
   * for those of its models.
   */
  private void readSearch(JsonNode sizes) throws NoPrice, Unusable {
    String billed = entry.path("web_search_billing_unit").asText("");
    String search =
        switch (billed) {
          case "" -> key.contains("claude") ? "web_search_request" : "search";
          case "per_query" -> "searchQuery";
          default -> throw new Unusable("has the unknown web_search_billing_unit " + billed);
        };
    Map<String, BigDecimal> prices = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> size : sizes.properties()) {
      String unit =
          switch (size.getKey()) {
            case "search_context_size_low" -> search + "Low";
            case "search_context_size_medium" -> search + "Medium";
            case "search_context_size_high" -> search + "High";
            default -> throw new Unusable("has the unknown cost field " + size.getKey());
          };
      prices.put(unit, PriceJson.price(size.getValue()));
    }
    BigDecimal first = prices.isEmpty() ? null : prices.values().iterator().next();
    if (first != null && prices.values().stream().allMatch(p -> p.compareTo(first) == 0)) {
      rates.add(PriceComponent.ofQuantity(search, first));
      return;
    }
    for (Map.Entry<String, BigDecimal> price : prices.entrySet()) {
      rates.add(PriceComponent.ofQuantity(price.getKey(), price.getValue()));
    }
  }

  private void addQuantity(Meaning.Each each, String field, BigDecimal price) throws Unusable {
    if (each.byPrompt()) {
      JsonNode base = entry.path(each.base());
      if (!base.isNumber() || base.decimalValue().compareTo(price) != 0) {
        quantitiesByPrompt.add(each.base());
        leaveOut(field, "quantities whose price depends on a prompt");
      }
      return;
    }
    if (each.base().contains("_image") && BY_TOKENS.contains(mode)) {
      leaveOut(field, "images, which a call in mode " + mode + " bills by their tokens");
      return;
    }
    BigDecimal one = price.divide(BigDecimal.valueOf(each.quantity().many()));
    String unit = unit(each.quantity(), each.base());
    BigDecimal known = quantities.get(unit);
    if (known != null && known.signum() > 0 && one.signum() > 0 && known.compareTo(one) != 0) {
      throw new Unusable("has two prices for " + unit);
    }
    if (known == null || known.signum() == 0) {
      quantities.put(unit, one); // the table writes 0 for the side that is not billed
    }
  }

  /** The unit's name in this entry: where only one side is billed, it needs no side. */
  private String unit(Quantity quantity, String field) {
    return switch (field) {
      case "input_cost_per_character" ->
          entry.has("output_cost_per_character") ? quantity.unit() : "character";
      case "input_cost_per_image" ->
          mode.startsWith("image_") && !entry.has("output_cost_per_image")
              ? "image"
              : quantity.unit();
      default -> quantity.unit();
    };
  }

  private void addQuantities() throws Unusable {
    for (String base : quantitiesByPrompt) {
      if (LiteLlmFields.meaning(base) instanceof Meaning.Each each
          && quantities.remove(unit(each.quantity(), base)) != null) {
        leaveOut(base, "quantities whose price depends on a prompt");
      }
    }
    for (Map.Entry<String, BigDecimal> quantity : quantities.entrySet()) {
      rates.add(PriceComponent.ofQuantity(quantity.getKey(), quantity.getValue()));
    }
  }

  /** Cached tokens are one count: where media cost another price than text, none is right. */
  private void checkCachedMedia() {
    BigDecimal text = rates.base("cacheRead");
    cachedMedia.forEach(
        (field, perToken) -> {
          if (text == null || perToken.scaleByPowerOfTen(6).compareTo(text) != 0) {
            leaveOut(
                field,
                "cached audio or images at another price than cached text: no cached"
                    + " token is priced");
            rates.removeIf(component -> component.name().equals("cacheRead"));
          }
        });
  }

  /** A price of 0 beside one that is not, where only that is billed. */
  private void dropPlaceholders() {
    if (NO_OUTPUT.contains(mode)) {
      rates.removeIf(c -> c.name().equals("output") && c.unitPrice().signum() == 0);
    }
    boolean tokensCost = rates.has(c -> isTokens(c) && c.unitPrice().signum() > 0);
    boolean othersCost =
        otherUsageCosts
            || rates.has(
                c -> !isTokens(c) && !TOOLS.contains(c.name()) && c.unitPrice().signum() > 0)
            || (mode.equals("rerank") && rates.has(c -> c.name().equals("search")));
    if (!tokensCost && othersCost) {
      rates.removeIf(LiteLlmEntry::isTokens);
    }
  }

  private static boolean isTokens(PriceComponent component) {
    return component.unit().equals(PriceComponent.MILLION_TOKENS);
  }

  private void leaveOut(String field, String usage) {
    leftOut.add(new LeftOut(key, field, usage));
  }
}
