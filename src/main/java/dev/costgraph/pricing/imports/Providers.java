package dev.costgraph.pricing.imports;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that documents give to providers, and those of this service. */
final class Providers {

  /** LiteLLM's provider → ours, where they differ. */
  private static final Map<String, String> LITELLM =
      Map.ofEntries(
          Map.entry("azure_text", "azure"),
          Map.entry("bedrock_converse", "bedrock"),
          Map.entry("cohere_chat", "cohere"),
          Map.entry("dashscope", "alibaba"),
          Map.entry("fireworks_ai", "fireworks"),
          Map.entry("fireworks_ai-embedding-models", "fireworks"),
          Map.entry("gemini", "google"),
          Map.entry("text-completion-codestral", "codestral"),
          Map.entry("text-completion-inception", "inception"),
          Map.entry("text-completion-openai", "openai"),
          Map.entry("together_ai", "together"));

  /** genai-prices' provider → ours, where they differ. */
  private static final Map<String, String> GENAI =
      Map.of(
          "aws", "bedrock",
          "moonshotai", "moonshot",
          "voyageai", "voyage",
          "x-ai", "xai",
          "zhipuai", "zai");

  /** Those that made what they offer: meant when a model is used without a provider. */
  private static final Set<String> MAKERS =
      Set.of(
          "ai21",
          "alibaba",
          "anthropic",
          "bedrock",
          "cohere",
          "deepseek",
          "google",
          "minimax",
          "mistral",
          "moonshot",
          "openai",
          "perplexity",
          "voyage",
          "xai",
          "zai");

  /** What Google made of what it offers: a table has Claude there too. */
  private static final Pattern OF_GOOGLE =
      Pattern.compile("(gemini|gemma|imagen|veo|lyria|learnlm|deep-research)\\b.*");

  private Providers() {}

  static String ofLiteLlm(String name) {
    return name.startsWith("vertex_ai") ? "vertex" : LITELLM.getOrDefault(name, name);
  }

  static String ofGenai(String id) {
    return GENAI.getOrDefault(id, id);
  }

  static boolean isMaker(String provider, String model) {
    return MAKERS.contains(provider)
        && (!provider.equals("google")
            || OF_GOOGLE.matcher(model.toLowerCase(Locale.ROOT)).matches());
  }
}
