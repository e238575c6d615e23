package dev.costgraph.tokens;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the tokens of a model are counted here.
 *
 * @param maker who made it, for people; "" where its name does not say
 * @param encoding the model's own, or the one that stands in for it
 * @param textIsExact whether the encoding is the model's own
 * @param chatIsExact whether the rule for messages is published for it too
 * @param errorPercent how far counts that are not exact were off where they were measured: the 90th
 *     percentile, see docs/tokens.md; null: never measured
 */
record TokenModel(
    String maker,
    TextEncoding encoding,
    boolean textIsExact,
    boolean chatIsExact,
    @Nullable BigDecimal errorPercent) {

  /**
   * Models of OpenAI.
   *
   * @param name what their names begin with; in the list, longer ones go before what they begin
   *     with. Nothing else of a name may touch it, but for {@code *}
   * @param chat whether the rule for messages is published for it and its dated snapshots
   */
  private record Family(String name, TextEncoding encoding, boolean chat) {

    private static final Pattern SNAPSHOT =
        Pattern.compile("(-\\d{4}(-\\d{2}-\\d{2})?|[-@]\\d{8})?(-preview)?");

    boolean has(String model) {
      if (name.endsWith("*")) {
        return model.startsWith(name.substring(0, name.length() - 1));
      }
      if (!model.startsWith(name)) {
        return false;
      }
      String rest = model.substring(name.length());
      return rest.isEmpty() || rest.charAt(0) == '-' || rest.charAt(0) == '@';
    }

    TokenModel of(String model) {
      boolean snapshot = chat && SNAPSHOT.matcher(model.substring(name.length())).matches();
      return new TokenModel("OpenAI", encoding, true, snapshot, null);
    }
  }

  /**
   * Models of others, counted by an encoding of OpenAI.
   *
   * @param names found anywhere in a name
   * @param errorPercent measured with the tokenizer that the maker publishes for these models
   */
  private record Others(String maker, Pattern names, @Nullable BigDecimal errorPercent) {

    static Others measured(String maker, String names, int errorPercent) {
      return new Others(maker, Pattern.compile(names), BigDecimal.valueOf(errorPercent));
    }

    static Others unmeasured(String maker, String names) {
      return new Others(maker, Pattern.compile(names), null);
    }
  }

  private static final List<Family> FAMILIES =
      List.of(
          new Family("gpt-5*", TextEncoding.O200K_BASE, false),
          new Family("gpt-4.5", TextEncoding.O200K_BASE, false),
          new Family("gpt-4.1", TextEncoding.O200K_BASE, false),
          new Family("gpt-4o-mini", TextEncoding.O200K_BASE, true),
          new Family("gpt-4o", TextEncoding.O200K_BASE, true),
          new Family("chatgpt-*", TextEncoding.O200K_BASE, false),
          new Family("gpt-oss", TextEncoding.O200K_BASE, false),
          new Family("o1", TextEncoding.O200K_BASE, false),
          new Family("o3", TextEncoding.O200K_BASE, false),
          new Family("o4*", TextEncoding.O200K_BASE, false),
          new Family("gpt-4-32k", TextEncoding.CL100K_BASE, true),
          new Family("gpt-4-turbo", TextEncoding.CL100K_BASE, true),
          new Family("gpt-4", TextEncoding.CL100K_BASE, true),
          new Family("gpt-3.5-turbo-0301", TextEncoding.CL100K_BASE, false),
          new Family("gpt-3.5-turbo-16k", TextEncoding.CL100K_BASE, true),
          new Family("gpt-3.5-turbo", TextEncoding.CL100K_BASE, true),
          new Family("gpt-3.5*", TextEncoding.CL100K_BASE, false),
          new Family("gpt-35-turbo-16k", TextEncoding.CL100K_BASE, true),
          new Family("gpt-35-turbo", TextEncoding.CL100K_BASE, true),
          new Family("text-embedding-3", TextEncoding.CL100K_BASE, false),
          new Family("text-embedding-ada-002", TextEncoding.CL100K_BASE, false),
          new Family("davinci-002", TextEncoding.CL100K_BASE, false),
          new Family("babbage-002", TextEncoding.CL100K_BASE, false));

  /** The first that fits: those that were measured go before the rest of their maker. */
  private static final List<Others> OTHERS =
      List.of(
          Others.unmeasured("Anthropic", "claude"),
          Others.measured("Google", "gemini-(2\\.[05]|3-pro)|gemma-?3", 22),
          Others.unmeasured("Google", "gemini|gemma"),
          Others.unmeasured("Mistral", "mistral|(mix|mini|code|dev|magi|pix|vox)s?tral"),
          Others.measured("Meta", "llama-?3", 12),
          Others.unmeasured("Meta", "llama"),
          Others.measured("Alibaba", "qwen3-(\\d|next|vl|coder-\\d)", 13),
          Others.unmeasured("Alibaba", "qwen|qwq"),
          Others.measured("DeepSeek", "deepseek-(v3|r1(?!-distill))", 15),
          Others.unmeasured("DeepSeek", "deepseek"),
          Others.unmeasured("xAI", "grok"),
          Others.unmeasured("Cohere", "cohere|^command|^c4ai|^embed-"),
          Others.unmeasured("Amazon", "^nova|amazon\\."));

  /** Counted as by OpenAI's newer models; nobody knows how far off. */
  private static final TokenModel UNKNOWN =
      new TokenModel("", TextEncoding.O200K_BASE, false, false, null);

  /**
   * {@return how a model's tokens are counted}
   *
   * @param name as callers and prices write it: in any case, with the prefix of a provider, a
   *     region or fine-tuning, with the date of a snapshot
   */
  static TokenModel of(String name) {
    String model = plain(name);
    for (Family family : FAMILIES) {
      if (family.has(model)) {
        return family.of(model);
      }
    }
    for (Others others : OTHERS) {
      if (others.names().matcher(model).find()) {
        return new TokenModel(
            others.maker(), TextEncoding.O200K_BASE, false, false, others.errorPercent());
      }
    }
    return UNKNOWN;
  }

  /** {@return whether the name says whose model it is} */
  boolean isKnown() {
    return !maker.isEmpty();
  }

  /** {@return the name alone, e.g. gpt-4o of azure/eu/gpt-4o or ft:gpt-4o:acme::id} */
  private static String plain(String name) {
    String model = name.strip().toLowerCase(Locale.ROOT);
    int tuned = model.lastIndexOf("ft:");
    model =
        tuned == 0 || (tuned > 0 && model.charAt(tuned - 1) == '/')
            ? model.substring(tuned + 3)
            : model;
    model = model.substring(model.lastIndexOf('/') + 1);
    int vendor = model.indexOf("openai.");
    model = vendor < 0 ? model : model.substring(vendor + "openai.".length());
    int end = model.indexOf(':');
    return end < 0 ? model : model.substring(0, end);
  }
}
