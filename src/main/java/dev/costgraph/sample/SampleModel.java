package dev.costgraph.sample;

/** The models that the sample's agents call, and how their prompts are cached. */
enum SampleModel {
  OPUS("claude-opus-5", "anthropic", Cache.WRITTEN),
  SONNET("claude-sonnet-5", "anthropic", Cache.WRITTEN),
  HAIKU("claude-haiku-4-5", "anthropic", Cache.WRITTEN),
  GPT("gpt-5.4", "openai", Cache.AUTOMATIC),
  GPT_MINI("gpt-5.4-mini", "openai", Cache.AUTOMATIC),
  CODEX("gpt-5.3-codex", "openai", Cache.AUTOMATIC),
  GEMINI_FLASH("gemini-3.5-flash", "google", Cache.AUTOMATIC),
  MISTRAL("mistral-large-2512", "mistral", Cache.NONE),
  EMBEDDING("text-embedding-3-small", "openai", Cache.NONE),
  /** Runs on the organisation's own machines: nobody has put a price on it yet. */
  IN_HOUSE("house-translate-1", "in-house", Cache.NONE);

  /** What becomes of the part of a prompt that the call before already sent. */
  enum Cache {
    /** It is read from the cache, and what is new is written there at a price. */
    WRITTEN,
    /** It is read from the cache. */
    AUTOMATIC,
    NONE
  }

  private final String modelId;
  private final String provider;
  private final Cache cache;

  SampleModel(String modelId, String provider, Cache cache) {
    this.modelId = modelId;
    this.provider = provider;
    this.cache = cache;
  }

  String modelId() {
    return modelId;
  }

  String provider() {
    return provider;
  }

  Cache cache() {
    return cache;
  }

  /** {@return whether part of the output is reasoning} */
  boolean reasons() {
    return this == GPT || this == CODEX;
  }
}
