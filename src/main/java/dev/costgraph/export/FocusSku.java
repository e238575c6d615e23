package dev.costgraph.export;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.CostComponent;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.usage.UsageKind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is charged for, as a price list would have it.
 *
 * @param provider who bills; null: nobody was named, so it is the platform
 * @param product the model, or what else was used
 * @param meter a kind of tokens or the unit of a quantity, as prices name it; "amount" for money
 *     that the caller named
 * @param priceId null for an amount
 * @param aboveTokens the threshold above which the price holds; null: one for any length
 * @param unitPrice of one pricing unit, in the currency of the price
 * @param listUnitPrice the same in the platform's currency
 */
record FocusSku(
    @Nullable String provider,
    String product,
    UsageKind kind,
    String meter,
    Measure measure,
    @Nullable String priceId,
    ServiceTier tier,
    @Nullable Integer aboveTokens,
    BigDecimal unitPrice,
    BigDecimal listUnitPrice,
    String pricingCurrency) {

  /** In what is counted. */
  enum Measure {
    TOKENS,
    QUANTITY,
    AMOUNT;

    static Measure of(CostComponent line) {
      return line.unit().equals(PriceComponent.MILLION_TOKENS) ? TOKENS : QUANTITY;
    }

    /** {@return a consumed quantity in pricing units} */
    BigDecimal priced(BigDecimal consumed) {
      return this == TOKENS ? consumed.movePointLeft(6) : consumed;
    }
  }

  /** Where FOCUS puts a kind of usage. */
  private record Service(String name, String category, String subcategory) {}

  private static final Set<String> SIZES = Set.of("B", "KB", "MB", "GB", "TB", "KIB", "MIB", "GIB");

  /** {@return the same with prices in another currency, which a correction does not show} */
  FocusSku pricedIn(String currency) {
    return new FocusSku(
        provider,
        product,
        kind,
        meter,
        measure,
        priceId,
        tier,
        aboveTokens,
        unitPrice,
        listUnitPrice,
        currency);
  }

  /** {@return how many characters it holds, about} */
  int characters() {
    return (provider == null ? 0 : provider.length())
        + product.length()
        + meter.length()
        + (priceId == null ? 0 : priceId.length());
  }

  /**
   * {@return an id that no renaming changes}
   *
   * @param platformId stands for the provider where there is none
   */
  String skuId(String platformId) {
    return (provider == null ? platformId : provider) + "/" + product + "/" + meter;
  }

  /** {@return an id that has one price, and one SKU} */
  String skuPriceId(String platformId) {
    return priceId == null
        ? skuId(platformId)
        : "%s/%s%s%s/%s"
            .formatted(
                priceId,
                meter,
                tier == ServiceTier.STANDARD ? "" : " " + tier,
                aboveTokens == null ? "" : " above " + aboveTokens,
                Decimal.of(unitPrice).text());
  }

  /** {@return what sets the price apart; null for an amount} */
  @Nullable Map<String, Object> skuPriceDetails() {
    if (priceId == null) {
      return null;
    }
    Map<String, Object> details = new TreeMap<>();
    details.put("x_Meter", meter);
    details.put("x_ServiceTier", tier.name());
    if (aboveTokens != null) {
      details.put("x_AboveTokens", aboveTokens);
    }
    return details;
  }

  String skuMeter() {
    return switch (measure) {
      case TOKENS -> words(meter) + " Tokens";
      case QUANTITY -> plural(meter);
      case AMOUNT -> "Amount";
    };
  }

  String consumedUnit() {
    return switch (measure) {
      case TOKENS -> "Tokens";
      case QUANTITY -> plural(meter);
      case AMOUNT -> "Requests";
    };
  }

  String pricingUnit() {
    return switch (measure) {
      case TOKENS -> "1000000 Tokens";
      case QUANTITY -> plural(meter);
      case AMOUNT -> "Units";
    };
  }

  /** {@return the service of a provider by its name} */
  String serviceName(String providerName) {
    return providerName + " " + service().name();
  }

  String serviceCategory() {
    return service().category();
  }

  String serviceSubcategory() {
    return service().subcategory();
  }

  private Service service() {
    return switch (kind) {
      case LLM_CALL -> ai("language models", "Generative AI");
      case EMBEDDING -> ai("embeddings", "Natural Language Processing");
      case IMAGE -> ai("images", "Generative AI");
      case AUDIO -> ai("audio", "Generative AI");
      case TOOL_CALL -> new Service("tools", "Other", "Other (Other)");
      case SERVICE -> new Service("services", "Other", "Other (Other)");
      case INFRASTRUCTURE -> new Service("infrastructure", "Compute", "Other (Compute)");
    };
  }

  private static Service ai(String name, String subcategory) {
    return new Service(name, "AI and Machine Learning", subcategory);
  }

  /**
   * {@return a unit as FOCUS writes units, e.g. Web Searches of webSearch or web_search, and GB of
   * gb; a text of other than letters as it is}
   */
  static String plural(String unit) {
    String size = unit.toUpperCase(Locale.ROOT);
    if (SIZES.contains(size)) {
      return size.replace("IB", "iB");
    }
    if (!unit.matches("[a-zA-Z]+([ _-][a-zA-Z]+)*")) {
      return unit;
    }
    String words = words(unit);
    if (words.endsWith("s")) {
      return words;
    }
    if (words.matches(".*[^aeiou]y")) {
      return words.substring(0, words.length() - 1) + "ies";
    }
    return words + (words.matches(".*(ch|sh|x|z)") ? "es" : "s");
  }

  /** {@return a name in words, e.g. Cache Write 5m of cacheWrite5m} */
  private static String words(String name) {
    return Arrays.stream(name.split("[ _-]|(?<=[a-z])(?=[A-Z0-9])"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }
}
