package dev.costgraph.pricing.imports;

import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.PriceCatalogue.InvalidCatalogue;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.graphql.Description;

/** How a price document is written. */
@Description("How a price document is written.")
public enum PriceFormat {
  @Description("A file of this service's own catalogue: one provider, prices as decimal strings.")
  COSTGRAPH,
  @Description("LiteLLM's model_prices_and_context_window.json: USD per token.")
  LITELLM,
  @Description("genai-prices' data.json: USD per 1,000,000 tokens.")
  GENAI_PRICES;

  /**
   * Reads a document.
   *
   * @param source where the prices are from and when they were checked; a document of this service
   *     says so itself
   * @throws InvalidDocument when it is not of this format as a whole
   */
  public PriceDocument read(String document, String source) {
    return switch (this) {
      case COSTGRAPH -> own(document);
      case LITELLM -> LiteLlm.read(PriceJson.parse(document), source);
      case GENAI_PRICES -> GenaiPrices.read(PriceJson.parse(document), source);
    };
  }

  private static PriceDocument own(String document) {
    try {
      PriceCatalogue catalogue = PriceCatalogue.of(Map.of("document", document));
      return new PriceDocument(catalogue, true, List.of(), List.of());
    } catch (InvalidCatalogue e) {
      throw new InvalidDocument(String.valueOf(e.getMessage()));
    }
  }
}
