package dev.costgraph.provider;

import dev.costgraph.pricing.TokenCounts;
import java.util.List;

/**
 * The usage of embeddings and rerankings, which is input alone, in the form of any provider. A
 * total that stands alone is the input.
 */
final class EmbeddingUsage {

  private static final String TOTAL = "total_tokens";

  /** Where providers state the input, the most specific first. */
  private static final List<String> INPUTS =
      List.of(
          "prompt_tokens", "input_tokens", "inputTextTokenCount", BedrockUsage.HEADER_INPUT, TOTAL);

  private static final List<String> OUTPUTS =
      List.of("completion_tokens", "output_tokens", BedrockUsage.HEADER_OUTPUT);

  private EmbeddingUsage() {}

  static void read(UsageJson json, Findings found) {
    if (CohereUsage.isBilled(json)) {
      CohereUsage.units(json, found);
    } else if (GeminiUsage.isPrompt(json)) {
      GeminiUsage.embedding(json, found);
    } else {
      tokens(json, found);
    }
  }

  private static void tokens(UsageJson json, Findings found) {
    String name = json.stated(INPUTS);
    if (!json.has(name)) {
      throw Shapes.withoutFirst(json, ProviderApi.EMBEDDINGS, name);
    }
    String outputName = json.stated(OUTPUTS);
    long output = json.countOrZero(outputName);
    if (output > 0) {
      found.warn(
          "%s is %d, although an embedding has no output: it is booked as output"
              .formatted(outputName, output));
    }
    TokenCounts counts = new TokenCounts(json.countOrZero(name), output, 0, 0, 0, 0, 0, 0, 0, 0);
    found.tokens(Findings.OWN, counts);
    Totals.check(found, TOTAL, json.count(TOTAL), counts.getTotal());
    found.quantity("audio_second", json.countOrZero("prompt_audio_seconds"));
  }
}
