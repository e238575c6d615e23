package dev.costgraph.pricing.imports;

import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import java.time.Instant;
import java.util.List;

/** Small price documents, with single quotes, and what a book says after them. */
final class Documents {

  static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");
  static final PriceBook EMPTY = PriceBook.of(List.of());

  private Documents() {}

  /** {@return LiteLLM's table of one model at openai} */
  static PriceDocument litellm(String model, String fields) {
    return litellm("{'%s': {'litellm_provider': 'openai', %s}}".formatted(model, fields));
  }

  static PriceDocument litellm(String text) {
    return PriceFormat.LITELLM.read(text.replace('\'', '"'), "LiteLLM");
  }

  /** {@return LiteLLM's table of models at openai, each with its input price per million} */
  static PriceDocument inputs(String... modelsAndPrices) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < modelsAndPrices.length; i += 2) {
      text.append(i == 0 ? "" : ", ")
          .append(
              "'%s': {'litellm_provider': 'openai', 'input_cost_per_token': %se-6}"
                  .formatted(modelsAndPrices[i], modelsAndPrices[i + 1]));
    }
    return litellm(text.append('}').toString());
  }

  /** {@return genai-prices' table of one model, m} */
  static PriceDocument genai(String provider, String prices) {
    return genai(
        "[{'id': '%s', 'models': [{'id': 'm', 'match': {'equals': 'm'}, 'prices': %s}]}]"
            .formatted(provider, prices));
  }

  static PriceDocument genai(String text) {
    return PriceFormat.GENAI_PRICES.read(text.replace('\'', '"'), "genai-prices");
  }

  /** {@return a file of this service with one model, m, at acme} */
  static PriceDocument own(String prices) {
    String text =
        """
        {"provider": "acme", "alsoKnownAs": ["acme-inc"], "home": true, "source": "acme.example",
         "checked": "2026-05-01", "currency": "USD", "unit": "1000000 tokens", "models": [
          {"model": "m", "aliases": ["m-1"], "prices": [%s]}]}
        """;
    return PriceFormat.COSTGRAPH.read(text.formatted(prices.replace('\'', '"')), "unused");
  }

  static PriceBook after(PriceDocument document, PriceBook book, Instant at) {
    return PriceChanges.of(document, book, at).appliedTo(book);
  }

  /** {@return the price of m at a provider; empty when it has none} */
  static List<String> found(PriceBook book, String provider, Instant at) {
    return found(book, provider, "m", at);
  }

  static List<String> found(PriceBook book, String provider, String model, Instant at) {
    return book.find(model, provider, at).map(PriceMatch::price).map(Shown::of).orElse(List.of());
  }
}
