package dev.costgraph.provider;

import dev.costgraph.pricing.TokenCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's two forms, and those who follow them. Everything in the details is a subset: cached,
 * written to the cache, audio and image tokens of the prompt; reasoning, audio and image tokens of
 * the completion. xAI's chat form counts reasoning on top of the completion.
 */
final class OpenAiUsage {

  /** The names of one form. Details are spelled in two ways. */
  private record Form(
      String prompt,
      String completion,
      List<String> promptDetails,
      List<String> completionDetails) {

    boolean isIn(UsageJson json) {
      return json.has(prompt) || json.has(completion);
    }
  }

  private static final Form CHAT =
      new Form(
          "prompt_tokens",
          "completion_tokens",
          List.of("prompt_tokens_details", "prompt_token_details"),
          List.of("completion_tokens_details", "completion_token_details"));

  private static final Form RESPONSES =
      new Form(
          "input_tokens",
          "output_tokens",
          List.of("input_tokens_details", "input_token_details"),
          List.of("output_tokens_details", "output_token_details"));

  private static final String TOTAL = "total_tokens";

  /** Anthropic's, whose cached tokens are not part of its input_tokens. */
  private static final List<String> ANTHROPICS =
      List.of("cache_read_input_tokens", "cache_creation_input_tokens", "cache_creation");

  /**
   * Where hosts state cached tokens outside the details: Together, Mistral, DeepSeek, xAI's SDK.
   */
  private static final List<String> HOSTS_CACHED =
      List.of(
          "cached_tokens",
          "num_cached_tokens",
          "prompt_cache_hit_tokens",
          "cached_prompt_text_tokens");

  private final ProviderApi api;
  private final UsageJson json;
  private final Findings found;
  private final Form form;

  private OpenAiUsage(ProviderApi api, UsageJson json, Findings found, Form form) {
    this.api = api;
    this.json = json;
    this.found = found;
    this.form = form;
  }

  static boolean isChat(UsageJson json) {
    return CHAT.isIn(json);
  }

  /** {@return whether it is Anthropic's form, which some hosts also answer in} */
  static boolean isAnthropics(UsageJson json) {
    return !CHAT.isIn(json)
        && RESPONSES.promptDetails().stream().noneMatch(json::has)
        && ANTHROPICS.stream().anyMatch(json::has);
  }

  static void read(ProviderApi api, UsageJson json, Findings found) {
    if ("duration".equals(json.label("type")) && !CHAT.isIn(json) && !RESPONSES.isIn(json)) {
      found.quantity("audio_second", json.amount("seconds", 0)); // of a transcription
      return;
    }
    new OpenAiUsage(api, json, found, formOf(api, json)).read();
  }

  private static Form formOf(ProviderApi api, UsageJson json) {
    List<Form> forms =
        switch (api) {
          case OPENAI_CHAT, MISTRAL, GEMINI -> List.of(CHAT);
          case OPENAI_RESPONSES -> List.of(RESPONSES);
          default -> List.of(CHAT, RESPONSES);
        };
    for (Form form : forms) {
      if (form.isIn(json)) {
        return form;
      }
    }
    throw Shapes.withoutFirst(json, api, forms.getFirst().prompt());
  }

  private void read() {
    if (isAnthropics(json)) {
      throw RefusedUsage.ofAnotherApi(json.stated(ANTHROPICS), api, "ANTHROPIC");
    }
    long prompt =
        json.required(
            form.prompt(), "a stream states it in its last event: ask for it, and send it");
    Long total = json.count(TOTAL);
    long completion = completion(prompt, total);
    UsageJson promptDetails = json.inside(json.stated(form.promptDetails()));
    UsageJson completionDetails = json.inside(json.stated(form.completionDetails()));
    UsageJson reasoner = completionDetails.has("reasoning_tokens") ? completionDetails : json;
    long reasoning = reasoner.countOrZero("reasoning_tokens");
    long besides = json.countOrZero("reasoning_tokens");
    if (besides > 0 && besides != reasoning) {
      found.warn(
          "%s is %d, reasoning_tokens is %d: the former is booked, as most hosts state it there"
              .formatted(reasoner.pathOf("reasoning_tokens"), reasoning, besides));
    }
    String reasoningPath = reasoner.pathOf("reasoning_tokens");
    boolean inside =
        Totals.isReasoningInside(
            found,
            api != ProviderApi.XAI || form.equals(RESPONSES),
            reasoningPath,
            reasoning,
            total,
            prompt + completion);

    Whole completionWhole = new Whole(json.pathOf(form.completion()), completion, found);
    long reasoningBooked = inside ? completionWhole.take(reasoningPath, reasoning) : reasoning;
    long audioOutput = take(completionWhole, completionDetails, "audio_tokens");
    long imageOutput = take(completionWhole, completionDetails, "image_tokens");
    completionDetails.information("accepted_prediction_tokens", "rejected_prediction_tokens");
    checkText(
        completionDetails, form.completion(), completion, audioOutput + imageOutput, reasoning);
    TokenCounts counts =
        withPrompt(prompt, promptDetails)
            .plus(
                new TokenCounts(
                    0,
                    completionWhole.rest(),
                    0,
                    0,
                    0,
                    reasoningBooked,
                    0,
                    audioOutput,
                    0,
                    imageOutput));
    found.tokens(Findings.OWN, counts);
    Totals.check(found, TOTAL, total, counts.getTotal());
    found.quantity("audio_second", json.countOrZero("prompt_audio_seconds"));
  }

  /** A completion that is not stated is zero only if the total leaves none. */
  private long completion(long prompt, @Nullable Long total) {
    Long completion = json.count(form.completion());
    if (completion == null && total != null && total == prompt) {
      return 0;
    }
    return completion == null
        ? json.required(form.completion(), "a stream states it in its last event")
        : completion;
  }

  private TokenCounts withPrompt(long prompt, UsageJson details) {
    Whole whole = new Whole(json.pathOf(form.prompt()), prompt, found);
    UsageJson cachedDetails = details.inside("cached_tokens_details");
    String cachedPath = cachedPath(details);
    long cached = whole.take(cachedPath, cached(details));
    CacheWrites writes = writes(whole, details);
    long audio = uncached(whole, details, cachedDetails, "audio_tokens");
    long image = uncached(whole, details, cachedDetails, "image_tokens");
    long kept = cached + writes.fiveMinutes() + writes.oneHour();
    if (kept > 0 && audio + image > 0 && !cachedDetails.has("audio_tokens")) {
      found.warn(
          ("%s has %d cached or written tokens and %d of audio or images, and does not"
                  + " say whether they are the same: booked as if they were not")
              .formatted(form.prompt(), kept, audio + image));
    }
    checkText(
        details,
        form.prompt(),
        prompt,
        details.countOrZero("audio_tokens") + details.countOrZero("image_tokens"),
        cached);
    details.information("video_tokens");
    cachedDetails.information("text_tokens");
    json.information("prompt_cache_miss_tokens");
    return new TokenCounts(
        whole.rest(), 0, cached, writes.fiveMinutes(), writes.oneHour(), 0, audio, 0, image, 0);
  }

  /** {@return where the cached tokens are stated: in the details, or where a host has them} */
  private String cachedPath(UsageJson details) {
    return details.has("cached_tokens")
        ? details.pathOf("cached_tokens")
        : json.pathOf(hostCached());
  }

  private long cached(UsageJson details) {
    Long detailed = details.count("cached_tokens");
    String name = hostCached();
    Long host = json.count(name);
    if (detailed != null && host != null && !detailed.equals(host)) {
      found.warn(
          "%s is %d, %s is %d: the former is booked, as most hosts state it there"
              .formatted(details.pathOf("cached_tokens"), detailed, json.pathOf(name), host));
    }
    return detailed != null ? detailed : host != null ? host : 0;
  }

  private String hostCached() {
    return json.stated(HOSTS_CACHED);
  }

  /** OpenAI has one kind of writes; other hosts also pass on what others keep for an hour. */
  private CacheWrites writes(Whole whole, UsageJson details) {
    long written = take(whole, details, "cache_write_tokens");
    if (api != ProviderApi.OPENROUTER && api != ProviderApi.OPENAI_COMPATIBLE) {
      return new CacheWrites(written, 0);
    }
    UsageJson lifetimes = json.inside("cache_creation");
    return CacheWrites.of(
        found,
        details.pathOf("cache_write_tokens"),
        written,
        json.pathOf("cache_creation"),
        lifetimes.countOrZero("ephemeral_5m_input_tokens"),
        lifetimes.countOrZero("ephemeral_1h_input_tokens"));
  }

  private static long take(Whole whole, UsageJson details, String name) {
    return whole.take(details.pathOf(name), details.countOrZero(name));
  }

  /** Takes what of a modality was not cached. */
  private long uncached(Whole whole, UsageJson details, UsageJson cachedDetails, String name) {
    Whole modality = new Whole(details.pathOf(name), details.countOrZero(name), found);
    modality.take(cachedDetails.pathOf(name), cachedDetails.countOrZero(name));
    return whole.take(details.pathOf(name), modality.rest());
  }

  /** The tokens of text are what no other count has; where they are stated too, they say so. */
  private void checkText(UsageJson details, String whole, long stated, long media, long maybeLess) {
    long text = details.countOrZero("text_tokens");
    if (text > 0 && text + media != stated && text + media != stated - maybeLess) {
      found.warn(
          "%s is %d and with audio and images %d, %s is %d: the latter is booked"
              .formatted(details.pathOf("text_tokens"), text, text + media, whole, stated));
    }
  }
}
