package dev.costgraph.provider;

import dev.costgraph.pricing.TokenCounts;
import java.util.List;

/**
 * Cohere's usage, or the meta of its other responses. What is billed is what {@code billed_units}
 * says; {@code tokens} beside also counts the template round the prompt and is not billed, nor is
 * {@code cached_tokens}, which is part of it.
 */
final class CohereUsage {

  private static final String BILLED = "billed_units";

  private static final List<String> UNITS =
      List.of(
          "input_tokens",
          "output_tokens",
          "image_tokens",
          "images",
          "search_units",
          "classifications");

  private CohereUsage() {}

  static boolean isBilled(UsageJson json) {
    return json.has(BILLED);
  }

  static void read(UsageJson json, Findings found) {
    if (!isBilled(json)) {
      throw Shapes.withoutFirst(json, ProviderApi.COHERE, BILLED);
    }
    UsageJson billed = json.inside(BILLED);
    boolean tokensOnly =
        !billed.has("search_units") && !billed.has("classifications") && !isEmbedding(billed);
    if (tokensOnly) {
      String event = "a stream states it in message-end: send that one's";
      billed.required("input_tokens", event);
      billed.required("output_tokens", event);
    }
    units(json, found);
  }

  /**
   * Books the billed units of any of Cohere's responses.
   *
   * @throws RefusedUsage when there are none
   */
  static void units(UsageJson json, Findings found) {
    UsageJson billed = json.inside(BILLED);
    if (!billed.has(billed.stated(UNITS))) {
      throw RefusedUsage.incomplete(billed.pathOf(UNITS.getFirst()), "send what the response has");
    }
    long imageTokens = billed.countOrZero("image_tokens");
    found.tokens(
        Findings.OWN,
        new TokenCounts(
            billed.countOrZero("input_tokens"),
            billed.countOrZero("output_tokens"),
            0,
            0,
            0,
            0,
            0,
            0,
            imageTokens,
            0));
    found.quantity("search_unit", billed.countOrZero("search_units"));
    found.quantity("classification", billed.countOrZero("classifications"));
    found.quantity("image", imageTokens == 0 ? billed.countOrZero("images") : 0);
    billed.information("images");
    json.information("cached_tokens");
    UsageJson processed = json.inside("tokens");
    for (String name : List.of("input_tokens", "output_tokens")) {
      Long of = processed.count(name);
      long paid = billed.countOrZero(name);
      if (of != null && paid > of) {
        found.warn(
            "%s is %d, more than %s %d: the billed units are booked"
                .formatted(billed.pathOf(name), paid, processed.pathOf(name), of));
      }
    }
  }

  private static boolean isEmbedding(UsageJson billed) {
    return billed.has("images") || billed.has("image_tokens");
  }
}
