package dev.costgraph.provider;

import org.eclipse.microprofile.graphql.Description;

/**
 * Whose form a usage object has. The form decides what is part of what: cached tokens are inside
 * the prompt at OpenAI and on top of it at Anthropic.
 */
@Description(
    "Whose form a usage object has, which decides what is part of what. OPENAI_CHAT: prompt_tokens,"
        + " OpenAI and Azure. OPENAI_RESPONSES: input_tokens with its details inside."
        + " OPENAI_COMPATIBLE: either of the two, from any other host. ANTHROPIC: input_tokens"
        + " without the cached ones, also at Bedrock and Vertex. GEMINI: usageMetadata, or the"
        + " usage of an interaction. BEDROCK_CONVERSE: Converse's usage, or InvokeModel's"
        + " x-amzn-bedrock-*-token-count headers as an object. COHERE: with billed_units. MISTRAL,"
        + " OPENROUTER (with its cost), XAI (reasoning outside the completion). EMBEDDINGS: input"
        + " only, of any of them.")
public enum ProviderApi {
  /** OpenAI's and Azure's chat completions, completions and assistants. */
  OPENAI_CHAT,
  /** OpenAI's and Azure's responses, transcriptions and realtime. */
  OPENAI_RESPONSES,
  /** Either form of OpenAI, from a host that follows it. */
  OPENAI_COMPATIBLE,
  /** Anthropic's messages, also through Bedrock's InvokeModel and Vertex. */
  ANTHROPIC,
  /** Gemini and Vertex: usageMetadata, the usage of an interaction, or OpenAI's chat form. */
  GEMINI,
  /** Bedrock: Converse's usage, or the headers of InvokeModel that count tokens. */
  BEDROCK_CONVERSE,
  /** Cohere's chat, classify and rerank: usage or meta with billed_units. */
  COHERE,
  /** Mistral's chat. */
  MISTRAL,
  /** OpenRouter: either form of OpenAI, with what it charges. */
  OPENROUTER,
  /** xAI: either form of OpenAI, reasoning outside the chat form's completion. */
  XAI,
  /** Embeddings and rerankings of any provider: input only. */
  EMBEDDINGS
}
