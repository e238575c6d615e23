package dev.costgraph.provider;

import dev.costgraph.pricing.TokenCounts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's and Vertex's usage. Cached tokens are part of the prompt; thoughts come on top of the
 * candidates, tool-use prompts on top of the prompt; modalities are subsets. A count of zero may be
 * left out. Video and documents stay input: no model bills them apart from text or images.
 */
final class GeminiUsage {

  private enum Modality {
    AUDIO,
    IMAGE,
    OTHER
  }

  /**
   * The names of one form, in camelCase; each may come in snake_case.
   *
   * @param modalities the lists of modalities of prompt, cached, toolUse and output
   * @param tokens the count of a modality
   */
  private record Form(
      String prompt,
      String cached,
      String toolUse,
      String output,
      String thoughts,
      String total,
      List<String> modalities,
      String tokens) {}

  private static final List<Form> FORMS =
      List.of(
          new Form(
              "promptTokenCount",
              "cachedContentTokenCount",
              "toolUsePromptTokenCount",
              "candidatesTokenCount",
              "thoughtsTokenCount",
              "totalTokenCount",
              List.of(
                  "promptTokensDetails",
                  "cacheTokensDetails",
                  "toolUsePromptTokensDetails",
                  "candidatesTokensDetails"),
              "tokenCount"),
          new Form(
              "totalInputTokens",
              "totalCachedTokens",
              "totalToolUseTokens",
              "totalOutputTokens",
              "totalThoughtTokens",
              "totalTokens",
              List.of(
                  "inputTokensByModality",
                  "cachedTokensByModality",
                  "toolUseTokensByModality",
                  "outputTokensByModality"),
              "tokens"));

  /** The Live API names what it answers otherwise. */
  private static final Form LIVE =
      new Form(
          "promptTokenCount",
          "cachedContentTokenCount",
          "toolUsePromptTokenCount",
          "responseTokenCount",
          "thoughtsTokenCount",
          "totalTokenCount",
          List.of(
              "promptTokensDetails",
              "cacheTokensDetails",
              "toolUsePromptTokensDetails",
              "responseTokensDetails"),
          "tokenCount");

  /** Places in {@link Form#modalities}. */
  private static final int PROMPT = 0;

  private static final int CACHED = 1;
  private static final int TOOL_USE = 2;
  private static final int OUTPUT = 3;

  /** Modalities that are counted by themselves, by name and by the number of Vertex's enum. */
  private static final Map<String, Modality> MODALITIES =
      Map.of(
          "audio",
          Modality.AUDIO,
          "4",
          Modality.AUDIO,
          "image",
          Modality.IMAGE,
          "2",
          Modality.IMAGE);

  /** The prompt's modalities as embedContent spells them; it states no output and no total. */
  private static final String EMBEDDED = "promptTokenDetails";

  /** Tools whose uses an interaction counts, each a unit. */
  private static final Set<String> GROUNDING = Set.of("google_search", "google_maps", "retrieval");

  private final UsageJson json;
  private final Findings found;
  private final Form form;
  private final boolean generated;

  private GeminiUsage(UsageJson json, Findings found, Form form, boolean generated) {
    this.json = json;
    this.found = found;
    this.form = form;
    this.generated = generated;
  }

  static boolean isPrompt(UsageJson json) {
    return isStated(json, FORMS.getFirst().prompt());
  }

  /** Reads the usage of an embedding, which states no output and may state no total. */
  static void embedding(UsageJson json, Findings found) {
    new GeminiUsage(json, found, FORMS.getFirst(), false).read();
  }

  static void read(UsageJson json, Findings found) {
    if (isStated(json, LIVE.output())) {
      new GeminiUsage(json, found, LIVE, true).read();
      return;
    }
    for (Form form : FORMS) {
      if (isStated(json, form.prompt())
          || isStated(json, form.output())
          || isStated(json, form.thoughts())) {
        new GeminiUsage(json, found, form, !json.has(EMBEDDED)).read();
        return;
      }
    }
    if (!OpenAiUsage.isChat(json)) {
      throw Shapes.withoutFirst(json, ProviderApi.GEMINI, FORMS.getFirst().prompt());
    }
    OpenAiUsage.read(ProviderApi.GEMINI, json, found);
  }

  private void read() {
    long prompt =
        json.required(
            name(form.prompt()), "a stream states it with its totals: send the last usageMetadata");
    long toolUse = count(form.toolUse());
    long thoughts = count(form.thoughts());
    Long total = json.count(name(form.total()));
    long output = output(total, prompt + toolUse + thoughts);
    boolean inside =
        Totals.isReasoningInside(
            found, false, name(form.thoughts()), thoughts, total, prompt + toolUse + output);

    Whole outputWhole = new Whole(name(form.output()), output, found);
    long reasoning = inside ? outputWhole.take(name(form.thoughts()), thoughts) : thoughts;
    Modalities outputModalities = modalities(OUTPUT, name(form.output()), output);
    long audioOutput = outputModalities.take(outputWhole, Modality.AUDIO);
    long imageOutput = outputModalities.take(outputWhole, Modality.IMAGE);
    TokenCounts completion =
        new TokenCounts(0, outputWhole.rest(), 0, 0, 0, reasoning, 0, audioOutput, 0, imageOutput);

    TokenCounts counts = prompt(prompt).plus(toolUse(toolUse)).plus(completion);
    found.tokens(Findings.OWN, counts);
    Totals.check(found, name(form.total()), total, counts.getTotal());
    grounding();
  }

  /** An output that is not stated is zero if the total leaves none, or if nothing is generated. */
  private long output(@Nullable Long total, long others) {
    Long output = json.count(name(form.output()));
    if (output != null) {
      return output;
    }
    boolean isZero = total == null ? !generated : total == others;
    return isZero
        ? 0
        : json.required(name(form.output()), "a stream states it: send the last usageMetadata");
  }

  private TokenCounts prompt(long prompt) {
    Whole whole = new Whole(name(form.prompt()), prompt, found);
    long cached = whole.take(name(form.cached()), count(form.cached()));
    Modalities ofPrompt = modalities(PROMPT, name(form.prompt()), prompt);
    Modalities ofCache = modalities(CACHED, name(form.cached()), cached);
    if (cached > 0 && ofPrompt.media() > 0 && ofCache.isEmpty()) {
      found.warn(
          ("%s is %d without modalities, and %d tokens of the prompt are audio or images:"
                  + " booked as if none of them were cached")
              .formatted(name(form.cached()), cached, ofPrompt.media()));
    }
    if (ofCache.audio() > ofPrompt.audio() || ofCache.image() > ofPrompt.image()) {
      found.warn(
          ("%s has audio %d and images %d, more than the prompt's %d and %d: none of"
                  + " these is booked as audio or images that were not cached")
              .formatted(
                  ofCache.path(),
                  ofCache.audio(),
                  ofCache.image(),
                  ofPrompt.audio(),
                  ofPrompt.image()));
    } else if (ofCache.audio() > 0) {
      found.warn(
          ("%s has audio %d: booked as cacheRead, of which there is one price, and some models"
                  + " charge more for audio than for text")
              .formatted(ofCache.path(), ofCache.audio()));
    }
    Modalities fresh = ofPrompt.minus(ofCache);
    long audio = fresh.take(whole, Modality.AUDIO);
    long image = fresh.take(whole, Modality.IMAGE);
    return new TokenCounts(whole.rest(), 0, cached, 0, 0, 0, audio, 0, image, 0);
  }

  private TokenCounts toolUse(long toolUse) {
    Whole whole = new Whole(name(form.toolUse()), toolUse, found);
    Modalities modalities = modalities(TOOL_USE, name(form.toolUse()), toolUse);
    long audio = modalities.take(whole, Modality.AUDIO);
    long image = modalities.take(whole, Modality.IMAGE);
    return new TokenCounts(whole.rest(), 0, 0, 0, 0, 0, audio, 0, image, 0);
  }

  /** Tokens by what they stand for. */
  private record Modalities(String path, long audio, long image, long sum) {

    boolean isEmpty() {
      return sum == 0;
    }

    long media() {
      return audio + image;
    }

    Modalities minus(Modalities other) {
      return new Modalities(
          path,
          Math.max(0, audio - other.audio),
          Math.max(0, image - other.image),
          Math.max(0, sum - other.sum));
    }

    long take(Whole whole, Modality modality) {
      return whole.take(path + " " + modality, modality == Modality.AUDIO ? audio : image);
    }
  }

  /**
   * @param stated what the modalities should add up to
   */
  private Modalities modalities(int index, String whole, long stated) {
    String name = name(form.modalities().get(index));
    if (index == PROMPT && json.has(EMBEDDED)) {
      name = EMBEDDED;
    }
    long audio = 0;
    long image = 0;
    long sum = 0;
    for (UsageJson entry : json.list(name)) {
      long tokens = entry.countOrZero(entry.stated(List.of(form.tokens(), snake(form.tokens()))));
      String label = entry.label("modality");
      Modality modality =
          label == null
              ? Modality.OTHER
              : MODALITIES.getOrDefault(label.toLowerCase(Locale.ROOT), Modality.OTHER);
      audio += modality == Modality.AUDIO ? tokens : 0;
      image += modality == Modality.IMAGE ? tokens : 0;
      sum += tokens;
    }
    if (sum > 0 && sum != stated) {
      found.warn(
          "%s add up to %d, %s is %d: tokens without a modality are booked as text"
              .formatted(name, sum, whole, stated));
    }
    return new Modalities(name, audio, image, sum);
  }

  private void grounding() {
    String name = json.has("groundingToolCount") ? "groundingToolCount" : "grounding_tool_count";
    for (UsageJson tool : json.list(name)) {
      String type = tool.label("type");
      String unit = type == null ? "" : type.toLowerCase(Locale.ROOT);
      if (GROUNDING.contains(unit)) {
        found.quantity(unit, tool.countOrZero("count"));
      }
    }
  }

  private long count(String camelCase) {
    return json.countOrZero(name(camelCase));
  }

  private String name(String camelCase) {
    return json.stated(List.of(camelCase, snake(camelCase)));
  }

  private static boolean isStated(UsageJson json, String camelCase) {
    return json.has(camelCase) || json.has(snake(camelCase));
  }

  private static String snake(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
