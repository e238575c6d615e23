package dev.costgraph.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.costgraph.pricing.TokenCounts;
import java.util.Random;

/**
 * Usage objects that state given counts: each provider's published rule the other way round, from
 * disjoint counts to what the provider would send.
 *
 * @param tokens what the object states; counts that the form does not know are zero
 */
record GeneratedUsage(ProviderApi api, TokenCounts tokens, ObjectNode json) {

  static GeneratedUsage of(ProviderApi api, Random random) {
    long[] c = random.longs(10, 0, 1L << random.nextInt(1, 27)).toArray();
    for (int i = 0; i < c.length; i++) {
      c[i] = random.nextInt(3) == 0 ? 0 : c[i];
    }
    boolean variant = random.nextBoolean();
    return switch (api) {
      case OPENAI_CHAT -> openAi(api, true, c);
      case OPENAI_RESPONSES -> openAi(api, false, c);
      case OPENAI_COMPATIBLE, OPENROUTER -> openAi(api, variant, c);
      case XAI -> openAi(api, variant, c);
      case MISTRAL -> mistral(c);
      case ANTHROPIC -> anthropic(c, variant);
      case GEMINI -> gemini(c, variant);
      case BEDROCK_CONVERSE -> bedrock(c);
      case COHERE -> cohere(c);
      case EMBEDDINGS -> embedding(c);
    };
  }

  private static GeneratedUsage openAi(ProviderApi api, boolean chat, long[] c) {
    boolean outside = api == ProviderApi.XAI && chat;
    // which cached tokens are audio or images is not stated, so only one of the two is there
    boolean media = c[2] % 2 == 0;
    // these hosts pass on what others keep for an hour
    boolean lifetimes = api == ProviderApi.OPENROUTER || api == ProviderApi.OPENAI_COMPATIBLE;
    TokenCounts tokens =
        new TokenCounts(
            c[0],
            c[1],
            media ? 0 : c[2],
            media ? 0 : c[3],
            media || !lifetimes ? 0 : c[4],
            c[5],
            media ? c[6] : 0,
            c[7],
            media ? c[8] : 0,
            c[9]);
    ObjectNode json = RecordedUsage.JSON.createObjectNode();
    long completion = tokens.completion() - (outside ? tokens.reasoning() : 0);
    json.put(chat ? "prompt_tokens" : "input_tokens", tokens.prompt());
    json.put(chat ? "completion_tokens" : "output_tokens", completion);
    json.put("total_tokens", tokens.getTotal());
    json.putObject(chat ? "prompt_tokens_details" : "input_tokens_details")
        .put("cached_tokens", tokens.cacheRead())
        .put("cache_write_tokens", tokens.cacheWrite5m() + tokens.cacheWrite1h())
        .put("audio_tokens", tokens.audioInput())
        .put("image_tokens", tokens.imageInput());
    json.putObject(chat ? "completion_tokens_details" : "output_tokens_details")
        .put("reasoning_tokens", tokens.reasoning())
        .put("audio_tokens", tokens.audioOutput())
        .put("image_tokens", tokens.imageOutput());
    if (lifetimes) {
      json.putObject("cache_creation")
          .put("ephemeral_5m_input_tokens", tokens.cacheWrite5m())
          .put("ephemeral_1h_input_tokens", tokens.cacheWrite1h());
    }
    return new GeneratedUsage(api, tokens, json);
  }

  private static GeneratedUsage mistral(long[] c) {
    TokenCounts tokens = new TokenCounts(c[0], c[1], c[2], 0, 0, 0, 0, 0, 0, 0);
    ObjectNode json = RecordedUsage.JSON.createObjectNode();
    json.put("prompt_tokens", c[0] + c[2]).put("completion_tokens", c[1]);
    json.put("total_tokens", c[0] + c[1] + c[2]).put("num_cached_tokens", c[2]);
    return new GeneratedUsage(ProviderApi.MISTRAL, tokens, json);
  }

  /** As one object, or as two answers with a compaction before them. */
  private static GeneratedUsage anthropic(long[] c, boolean iterations) {
    TokenCounts tokens = new TokenCounts(c[0], c[1], c[2], c[3], c[4], c[5], 0, 0, 0, 0);
    ObjectNode json = attempt(tokens);
    json.putObject("output_tokens_details").put("thinking_tokens", c[5]);
    if (!iterations) {
      return new GeneratedUsage(ProviderApi.ANTHROPIC, tokens, json);
    }
    TokenCounts first =
        new TokenCounts(c[0] / 2, (c[1] + c[5]) / 2, c[2] / 2, c[3] / 2, c[4] / 2, 0, 0, 0, 0, 0);
    TokenCounts second =
        new TokenCounts(
            c[0] - first.input(),
            c[1] + c[5] - first.output(),
            c[2] - first.cacheRead(),
            c[3] - first.cacheWrite5m(),
            c[4] - first.cacheWrite1h(),
            0,
            0,
            0,
            0,
            0);
    TokenCounts compaction = new TokenCounts(c[6], c[7], c[8], c[9], 0, 0, 0, 0, 0, 0);
    ArrayNode list = json.putArray("iterations");
    list.add(attempt(compaction).put("type", "compaction"));
    list.add(attempt(first).put("type", "message"));
    list.add(attempt(second).put("type", "message"));
    return new GeneratedUsage(ProviderApi.ANTHROPIC, tokens.plus(compaction), json);
  }

  private static ObjectNode attempt(TokenCounts tokens) {
    ObjectNode json = RecordedUsage.JSON.createObjectNode();
    json.put("input_tokens", tokens.input()).put("output_tokens", tokens.completion());
    json.put("cache_read_input_tokens", tokens.cacheRead());
    json.put("cache_creation_input_tokens", tokens.cacheWrite5m() + tokens.cacheWrite1h());
    json.putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", tokens.cacheWrite5m())
        .put("ephemeral_1h_input_tokens", tokens.cacheWrite1h());
    return json;
  }

  /** c[3] and c[4] are cached audio and images, c[2] cached text. */
  private static GeneratedUsage gemini(long[] c, boolean interaction) {
    long cached = c[2] + c[3] + c[4];
    TokenCounts tokens = new TokenCounts(c[0], c[1], cached, 0, 0, c[5], c[6], c[7], c[8], c[9]);
    long toolUse = c[0] / 3;
    ObjectNode json = RecordedUsage.JSON.createObjectNode();
    json.put(interaction ? "total_input_tokens" : "promptTokenCount", tokens.prompt() - toolUse);
    json.put(interaction ? "total_cached_tokens" : "cachedContentTokenCount", cached);
    json.put(interaction ? "total_tool_use_tokens" : "toolUsePromptTokenCount", toolUse);
    json.put(
        interaction ? "total_output_tokens" : "candidatesTokenCount", tokens.completion() - c[5]);
    json.put(interaction ? "total_thought_tokens" : "thoughtsTokenCount", c[5]);
    json.put(interaction ? "total_tokens" : "totalTokenCount", tokens.getTotal());
    modalities(
        json.putArray(interaction ? "input_tokens_by_modality" : "promptTokensDetails"),
        interaction,
        c[0] - toolUse + c[2],
        c[6] + c[3],
        c[8] + c[4]);
    modalities(
        json.putArray(interaction ? "cached_tokens_by_modality" : "cacheTokensDetails"),
        interaction,
        c[2],
        c[3],
        c[4]);
    modalities(
        json.putArray(interaction ? "output_tokens_by_modality" : "candidatesTokensDetails"),
        interaction,
        c[1],
        c[7],
        c[9]);
    return new GeneratedUsage(ProviderApi.GEMINI, tokens, json);
  }

  private static void modalities(
      ArrayNode list, boolean interaction, long text, long audio, long image) {
    String tokens = interaction ? "tokens" : "tokenCount";
    list.addObject().put("modality", interaction ? "text" : "TEXT").put(tokens, text);
    list.addObject().put("modality", interaction ? "audio" : "AUDIO").put(tokens, audio);
    list.addObject().put("modality", interaction ? "image" : "IMAGE").put(tokens, image);
  }

  private static GeneratedUsage bedrock(long[] c) {
    TokenCounts tokens = new TokenCounts(c[0], c[1], c[2], c[3], c[4], 0, 0, 0, 0, 0);
    ObjectNode json = RecordedUsage.JSON.createObjectNode();
    json.put("inputTokens", c[0]).put("outputTokens", c[1]).put("totalTokens", tokens.getTotal());
    json.put("cacheReadInputTokens", c[2]).put("cacheWriteInputTokens", c[3] + c[4]);
    ArrayNode lifetimes = json.putArray("cacheDetails");
    lifetimes.addObject().put("ttl", "1h").put("inputTokens", c[4]);
    lifetimes.addObject().put("ttl", "5m").put("inputTokens", c[3]);
    return new GeneratedUsage(ProviderApi.BEDROCK_CONVERSE, tokens, json);
  }

  private static GeneratedUsage cohere(long[] c) {
    TokenCounts tokens = new TokenCounts(c[0], c[1], 0, 0, 0, 0, 0, 0, 0, 0);
    ObjectNode json = RecordedUsage.JSON.createObjectNode();
    json.putObject("billed_units").put("input_tokens", c[0]).put("output_tokens", c[1]);
    json.putObject("tokens").put("input_tokens", c[0] + c[2]).put("output_tokens", c[1] + c[3]);
    return new GeneratedUsage(ProviderApi.COHERE, tokens, json);
  }

  private static GeneratedUsage embedding(long[] c) {
    TokenCounts tokens = new TokenCounts(c[0], 0, 0, 0, 0, 0, 0, 0, 0, 0);
    ObjectNode json = RecordedUsage.JSON.createObjectNode();
    json.put("prompt_tokens", c[0]).put("total_tokens", c[0]);
    return new GeneratedUsage(ProviderApi.EMBEDDINGS, tokens, json);
  }
}
