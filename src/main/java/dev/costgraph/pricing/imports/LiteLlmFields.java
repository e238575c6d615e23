package dev.costgraph.pricing.imports;

import dev.costgraph.pricing.ServiceTier;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of LiteLLM's table mean. Prices are in USD for one token, or one of a unit. */
final class LiteLlmFields {

  /** Field → component. */
  private static final Map<String, String> TOKENS =
      Map.ofEntries(
          Map.entry("input_cost_per_token", "input"),
          Map.entry("output_cost_per_token", "output"),
          Map.entry("cache_read_input_token_cost", "cacheRead"),
          Map.entry("input_cost_per_token_cache_hit", "cacheRead"),
          Map.entry("cache_creation_input_token_cost", "cacheWrite5m"),
          Map.entry("cache_creation_input_token_cost_above_1hr", "cacheWrite1h"),
          Map.entry("output_cost_per_reasoning_token", "reasoning"),
          Map.entry("input_cost_per_audio_token", "audioInput"),
          Map.entry("output_cost_per_audio_token", "audioOutput"),
          Map.entry("input_cost_per_image_token", "imageInput"),
          Map.entry("output_cost_per_image_token", "imageOutput"));

  /** Field → unit of a quantity, and how many of it the price buys. */
  private static final Map<String, Quantity> QUANTITIES =
      Map.ofEntries(
          Map.entry("input_cost_per_request", new Quantity("request", 1)),
          Map.entry("input_cost_per_query", new Quantity("search", 1)),
          Map.entry("input_cost_per_character", new Quantity("inputCharacter", 1)),
          Map.entry("output_cost_per_character", new Quantity("outputCharacter", 1)),
          Map.entry("input_cost_per_image", new Quantity("inputImage", 1)),
          Map.entry("output_cost_per_image", new Quantity("image", 1)),
          Map.entry("input_cost_per_second", new Quantity("second", 1)),
          Map.entry("output_cost_per_second", new Quantity("second", 1)),
          Map.entry("output_cost_per_video_per_second", new Quantity("second", 1)),
          Map.entry("input_cost_per_audio_per_second", new Quantity("inputAudioSecond", 1)),
          Map.entry("input_cost_per_video_per_second", new Quantity("inputVideoSecond", 1)),
          Map.entry("ocr_cost_per_page", new Quantity("page", 1)),
          Map.entry("annotation_cost_per_page", new Quantity("annotatedPage", 1)),
          Map.entry("ocr_cost_per_credit", new Quantity("credit", 1)),
          Map.entry("code_interpreter_cost_per_session", new Quantity("codeInterpreterSession", 1)),
          Map.entry("file_search_cost_per_1k_calls", new Quantity("fileSearch", 1000)),
          Map.entry("file_search_cost_per_gb_per_day", new Quantity("gigabyteDay", 1)),
          Map.entry("vector_store_cost_per_gb_per_day", new Quantity("gigabyteDay", 1)));

  /** Cached audio or images, which the counts do not tell from cached text. */
  private static final Pattern CACHED_MEDIA =
      Pattern.compile("cache_(read|creation)_input_(audio|image)_token_cost");

  /** Fields without a component, and the usage that they are about. */
  private record Other(Pattern field, String usage) {
    static Other of(String field, String usage) {
      return new Other(Pattern.compile(field), usage);
    }
  }

  /** The first that fits holds. */
  private static final List<Other> OTHER_USAGE =
      List.of(
          Other.of("(in|out)put_cost_per_pixel", "images by their size in pixels"),
          Other.of(
              "output_cost_per_image_.*(pixels|premium_image)",
              "images of another size or quality"),
          Other.of("output_cost_per_second_\\d+p", "video of another resolution"),
          Other.of("input_cost_per_video_per_second_above_\\d+s_interval", "longer videos"),
          Other.of("output_cost_per_video_token", "tokens of video"),
          Other.of("citation_cost_per_token", "tokens of citations"),
          Other.of(
              "computer_use_(in|out)put_cost_per_1k_tokens", "tokens of the computer use tool"),
          Other.of(
              "(in|out)put_dbu?_cost_per_token",
              "the same tokens in Databricks units instead of USD"),
          Other.of(
              "regional_processing_uplift_multiplier_\\w+",
              "calls processed in a region of choice"));

  private static final Pattern PARTS =
      Pattern.compile("(.+?)(?:_above_(\\d+)k_tokens)?(_batches|_batch_requests|_flex|_priority)?");
  private static final Pattern COST = Pattern.compile(".*(cost|price|pricing|multiplier|dbu).*");

  private LiteLlmFields() {}

  /** What a field is about. */
  sealed interface Meaning {

    /** Not about cost. */
    record Nothing() implements Meaning {}

    /**
     * A price per token.
     *
     * @param aboveThousands the threshold in 1,000 tokens; null: for prompts of any length
     */
    record Tokens(String component, @Nullable Integer aboveThousands, ServiceTier tier)
        implements Meaning {}

    /**
     * A price of a quantity.
     *
     * @param base the field without threshold
     * @param byPrompt whether it holds above a length of prompt only
     */
    record Each(Quantity quantity, String base, boolean byPrompt) implements Meaning {}

    /** A price of cached audio or images. */
    record CachedMedia() implements Meaning {}

    /** A price of another usage than any component. */
    record OtherUsage(String usage) implements Meaning {}

    /** A structure with a name of its own. */
    record Structure() implements Meaning {}

    /** About cost, but how is not known. */
    record Unknown() implements Meaning {}
  }

  /**
   * A unit.
   *
   * @param many what the price buys of it
   */
  record Quantity(String unit, int many) {}

  static Meaning meaning(String field) {
    if (!COST.matcher(field).matches()) {
      return field.equals("provider_specific_entry")
          ? new Meaning.Structure()
          : new Meaning.Nothing();
    }
    if (field.equals("search_context_cost_per_query") || field.equals("tiered_pricing")) {
      return new Meaning.Structure();
    }
    if (CACHED_MEDIA.matcher(field).matches()) {
      return new Meaning.CachedMedia();
    }
    for (Other other : OTHER_USAGE) {
      if (other.field.matcher(field).matches()) {
        return new Meaning.OtherUsage(other.usage);
      }
    }
    return priced(field);
  }

  private static Meaning priced(String field) {
    Matcher parts = PARTS.matcher(field);
    if (!parts.matches()) {
      return new Meaning.Unknown();
    }
    String base = String.valueOf(parts.group(1));
    String above = parts.group(2);
    String component = TOKENS.get(base);
    if (component != null) {
      Integer thousands = above == null ? null : Integer.valueOf(above);
      return new Meaning.Tokens(component, thousands, tier(parts.group(3)));
    }
    Quantity quantity = QUANTITIES.get(base);
    return quantity == null || parts.group(3) != null
        ? new Meaning.Unknown()
        : new Meaning.Each(quantity, base, above != null);
  }

  private static ServiceTier tier(@Nullable String suffix) {
    return switch (suffix == null ? "" : suffix) {
      case "_batches", "_batch_requests" -> ServiceTier.BATCH;
      case "_flex" -> ServiceTier.FLEX;
      case "_priority" -> ServiceTier.PRIORITY;
      default -> ServiceTier.STANDARD;
    };
  }
}
