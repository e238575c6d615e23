package dev.costgraph.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenModelTests {

  @ParameterizedTest
  @CsvSource({
    "gpt-5, o200k_base, false",
    "gpt-5.6-sol, o200k_base, false",
    "gpt-5-mini-2025-08-07, o200k_base, false",
    "gpt-4.5-preview, o200k_base, false",
    "gpt-4.1, o200k_base, false",
    "gpt-4.1-nano-2025-04-14, o200k_base, false",
    "gpt-4o, o200k_base, true",
    "gpt-4o-2024-08-06, o200k_base, true",
    "gpt-4o-mini, o200k_base, true",
    "gpt-4o-mini-2024-07-18, o200k_base, true",
    "gpt-4o-search-preview, o200k_base, false",
    "gpt-4o-audio-preview-2024-12-17, o200k_base, false",
    "chatgpt-4o-latest, o200k_base, false",
    "gpt-oss-120b, o200k_base, false",
    "o1, o200k_base, false",
    "o1-mini, o200k_base, false",
    "o3, o200k_base, false",
    "o3-deep-research, o200k_base, false",
    "o4-mini, o200k_base, false",
    "gpt-4, cl100k_base, true",
    "gpt-4-0613, cl100k_base, true",
    "gpt-4-32k, cl100k_base, true",
    "gpt-4-32k-0314, cl100k_base, true",
    "gpt-4-1106-preview, cl100k_base, true",
    "gpt-4-turbo, cl100k_base, true",
    "gpt-4-turbo-preview, cl100k_base, true",
    "gpt-4-turbo-2024-04-09, cl100k_base, true",
    "gpt-4-vision-preview, cl100k_base, false",
    "gpt-3.5-turbo, cl100k_base, true",
    "gpt-3.5-turbo-0125, cl100k_base, true",
    "gpt-3.5-turbo-0301, cl100k_base, false",
    "gpt-3.5-turbo-16k, cl100k_base, true",
    "gpt-3.5-turbo-instruct, cl100k_base, false",
    "gpt-35-turbo, cl100k_base, true",
    "gpt-35-turbo-16k-0613, cl100k_base, true",
    "text-embedding-3-small, cl100k_base, false",
    "text-embedding-3-large, cl100k_base, false",
    "text-embedding-ada-002, cl100k_base, false",
    "davinci-002, cl100k_base, false",
    "babbage-002, cl100k_base, false",
  })
  void shouldKnowTheEncodingsOfOpenAi(String name, String encoding, boolean chat) {
    TokenModel model = TokenModel.of(name);

    assertThat(model.maker()).isEqualTo("OpenAI");
    assertThat(model.encoding().published()).isEqualTo(encoding);
    assertThat(model.textIsExact()).isTrue();
    assertThat(model.chatIsExact()).isEqualTo(chat);
  }

  @ParameterizedTest
  @CsvSource({
    "GPT-4o, gpt-4o",
    "' gpt-4 ', gpt-4",
    "openai/gpt-4o, gpt-4o",
    "openrouter/openai/gpt-4.1, gpt-4.1",
    "azure/eu/gpt-4, gpt-4",
    "ft:gpt-4o-2024-08-06:acme::id, gpt-4o",
    "ft:gpt-3.5-turbo-0613:acme::id, gpt-3.5-turbo",
    "openai/ft:gpt-4o-mini-2024-07-18, gpt-4o-mini",
    "gpt-4o-20240806, gpt-4o",
    "gpt-4o@20240806, gpt-4o",
    "openai.gpt-oss-20b-1:0, gpt-oss",
    "us.openai.gpt-oss-20b-1:0, gpt-oss",
    "us.anthropic.claude-opus-4-7, claude",
    "publishers/google/models/gemini-2.5-pro, gemini-2.0",
    "accounts/fireworks/models/deepseek-v3-0324, deepseek-v3",
  })
  void shouldReadNamesAsTheyAreWritten(String name, String meant) {
    assertThat(TokenModel.of(name)).isEqualTo(TokenModel.of(meant));
    assertThat(TokenModel.of(name).isKnown()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-5, Anthropic",
    "global.anthropic.claude-haiku-4-5-20251001-v1:0, Anthropic",
    "gemini-2.5-flash, Google",
    "gemma2-9b-it, Google",
    "mistral-large-2512, Mistral",
    "open-mixtral-8x22b, Mistral",
    "ministral-3b-2512, Mistral",
    "codestral-2508, Mistral",
    "devstral-small-2507, Mistral",
    "magistral-medium-2509, Mistral",
    "pixtral-12b-2409, Mistral",
    "voxtral-small, Mistral",
    "meta-llama/Llama-3.3-70B-Instruct-Turbo, Meta",
    "deepseek-r1-distill-llama-70b, Meta",
    "qwen3-max, Alibaba",
    "qwq-plus, Alibaba",
    "deepseek-chat, DeepSeek",
    "grok-4, xAI",
    "command-a-03-2025, Cohere",
    "cohere.embed-v4:0, Cohere",
    "amazon.titan-embed-text-v1, Amazon",
    "us.amazon.nova-pro-v1:0, Amazon",
  })
  void shouldApproximateTheModelsOfOthers(String name, String maker) {
    TokenModel model = TokenModel.of(name);

    assertThat(model.maker()).isEqualTo(maker);
    assertThat(model.encoding()).isEqualTo(TextEncoding.O200K_BASE);
    assertThat(model.textIsExact()).isFalse();
    assertThat(model.chatIsExact()).isFalse();
  }

  /** Only where the maker publishes the tokenizer of just these models. */
  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-pro, true",
    "gemini-2.0-flash-lite, true",
    "publishers/google/models/gemini-3-pro-preview, true",
    "gemma-3-27b-it, true",
    "gemini-1.5-pro, false",
    "gemini-3.5-flash, false",
    "gemma2-9b-it, false",
    "llama-3.3-70b-versatile, true",
    "us.meta.llama3-2-1b-instruct-v1:0, true",
    "llama2-70b-4096, false",
    "meta-llama/llama-4-scout-17b-16e-instruct, false",
    "Qwen/Qwen3-235B-A22B-fp8-tput, true",
    "qwen3-next-80b-a3b-instruct, true",
    "qwen.qwen3-coder-30b-a3b-v1:0, true",
    "qwen3-max, false",
    "qwen3-coder-plus, false",
    "qwen3.7-max, false",
    "deepseek-ai/DeepSeek-V3.1, true",
    "accounts/fireworks/models/deepseek-r1-0528, true",
    "deepseek-r1-distill-llama-70b, false",
    "deepseek-v4-pro, false",
    "deepseek-chat, false",
    "claude-opus-5, false",
    "mistral-large-2512, false",
    "grok-4, false",
    "command-a-03-2025, false",
    "amazon.nova-lite-v1:0, false",
  })
  void shouldStateAnErrorWhereItWasMeasured(String name, boolean measured) {
    assertThat(TokenModel.of(name).errorPercent() != null).isEqualTo(measured);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"house-model-1", "gpt-6", "gpt-4.2", "o10", "gpt-40", "gpt-image-1", "my-gpt-4"})
  void shouldKnowNothingOfOtherNames(String name) {
    assertThat(TokenModel.of(name))
        .isEqualTo(new TokenModel("", TextEncoding.O200K_BASE, false, false, null));
    assertThat(TokenModel.of(name).isKnown()).isFalse();
  }

  /** A model that comes new to the catalogue is looked at once. */
  @Test
  void shouldKnowWhoseTheModelsOfTheCatalogueAre() {
    Set<String> unknown =
        PriceBook.of(PriceCatalogue.load()).prices().stream()
            .map(ModelPrice::model)
            .filter(name -> !TokenModel.of(name).isKnown())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unknown)
        .containsExactly(
            "BAAI/bge-base-en-v1.5",
            "accounts/fireworks/models/glm-5p1",
            "accounts/fireworks/models/kimi-k2p6",
            "codex-mini-latest",
            "gpt-audio",
            "gpt-audio-mini",
            "gpt-realtime",
            "moonshotai/kimi-k2-instruct-0905");
  }
}
