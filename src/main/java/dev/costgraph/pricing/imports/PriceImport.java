package dev.costgraph.pricing.imports;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What importing a document does or would do, for people.
 *
 * @param added prices of ids, or of times, that had no list price
 * @param changed prices of known ids that differ from the one that holds, or say more than it
 * @param unchanged prices of the document that say what is known, however they write it
 * @param additions every component of what is added; the old price is that of the model whose alias
 *     the id was, or the document's own of before
 * @param changes the components of what is changed that cost otherwise than before
 * @param skipped entries that were not imported
 * @param leftOut parts of imported entries that were not
 */
@Description("What importing a document does, or would do.")
public record PriceImport(
    @Description("Prices of models, or of times, that had none.") int added,
    @Description("Prices that differ from the one that holds, or say more than it.") int changed,
    @Description("Prices of the document that say what is known, however they write it.")
        int unchanged,
    @NonNull
        @Description(
            "Every component of what is added. The old price is that of the model whose alias the "
                + "id was, or of an earlier date of the document.")
        List<@NonNull PriceChange> additions,
    @NonNull @Description("The components of what is changed that cost otherwise than before.")
        List<@NonNull PriceChange> changes,
    @NonNull @Description("Entries that were not imported.") List<@NonNull SkippedPrice> skipped,
    @NonNull @Description("Parts that the rest of their entry was imported without.")
        List<@NonNull LeftOut> leftOut) {

  public PriceImport {
    additions = List.copyOf(additions);
    changes = List.copyOf(changes);
    skipped = List.copyOf(skipped);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * What an import does to one component of a price.
   *
   * @param effectiveFrom of the new price; null: since ever
   * @param component e.g. {@code input BATCH above 200000}, or {@code upToPromptTokens}, whose
   *     "prices" are tokens
   * @param oldPrice per unit of the component; null: it had none
   * @param newPrice the same; null: it has none any more
   */
  @Description("What an import does to one component of a price.")
  public record PriceChange(
      @NonNull @Description("The model's id at the provider.") String model,
      @NonNull String provider,
      @Description("Of the new price. Null: since ever.") @Nullable Instant effectiveFrom,
      @NonNull
          @Description(
              "Its name, tier, threshold and hours, e.g. input BATCH above 200000; or "
                  + "upToPromptTokens, and then the prices are numbers of tokens.")
          String component,
      @Description("In the currency of the price. Null: it had none.") @Nullable Decimal oldPrice,
      @Description("In the currency of the price. Null: it has none any more.")
          @Nullable Decimal newPrice) {

    /**
     * {@return each component of either, those of the new price first}
     *
     * @param before null: the model had no price
     */
    static List<PriceChange> of(@Nullable ModelPrice before, ModelPrice after) {
      Map<String, BigDecimal> old = before == null ? Map.of() : prices(before);
      Map<String, BigDecimal> now = prices(after);
      Map<String, BigDecimal> both = new LinkedHashMap<>(now);
      old.forEach(both::putIfAbsent);
      List<PriceChange> changes = new ArrayList<>();
      for (String component : both.keySet()) {
        changes.add(
            new PriceChange(
                after.model(),
                after.provider(),
                after.effectiveFrom(),
                component,
                decimal(old.get(component)),
                decimal(now.get(component))));
      }
      return changes;
    }

    /** {@return whether the two prices differ} */
    boolean isOne() {
      return oldPrice == null || !oldPrice.equals(newPrice);
    }

    private static Map<String, BigDecimal> prices(ModelPrice price) {
      Map<String, BigDecimal> prices = new LinkedHashMap<>();
      for (PriceComponent component : price.components()) {
        prices.put(component.what(), component.unitPrice());
      }
      if (price.upToPromptTokens() != null) {
        prices.put("upToPromptTokens", BigDecimal.valueOf(price.upToPromptTokens()));
      }
      return prices;
    }

    private static @Nullable Decimal decimal(@Nullable BigDecimal price) {
      return price == null ? null : Decimal.of(price);
    }
  }
}
