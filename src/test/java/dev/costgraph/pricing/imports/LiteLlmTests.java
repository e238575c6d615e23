package dev.costgraph.pricing.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each field of LiteLLM's table becomes, and what is refused. */
class LiteLlmTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // fields of an entry at openai, mode chat | components
        "'input_cost_per_token': 2.5e-06, 'output_cost_per_token': 1e-05 | input 2.5, output 10",
        "'input_cost_per_token': '3e-07', 'output_cost_per_token': 0 | input 0.3, output 0",
        "'input_cost_per_token': 1, 'supports_vision': true, 'tpm': 5 | input 1000000",
        "'input_cost_per_token': 1e-06, 'output_cost_per_token': null | input 1",
        "'cache_read_input_token_cost': 1e-07, 'cache_creation_input_token_cost': 2e-06, "
            + "'cache_creation_input_token_cost_above_1hr': 3e-06 | "
            + "cacheRead 0.1, cacheWrite5m 2, cacheWrite1h 3",
        "'input_cost_per_token_cache_hit': 1e-07 | cacheRead 0.1",
        "'input_cost_per_token_cache_hit': 1e-07, 'cache_read_input_token_cost': 0.0000001 | "
            + "cacheRead 0.1",
        "'input_cost_per_audio_token': 1e-06, 'output_cost_per_audio_token': 2e-06, "
            + "'input_cost_per_image_token': 3e-06, 'output_cost_per_image_token': 4e-06 | "
            + "audioInput 1, audioOutput 2, imageInput 3, imageOutput 4",
        // reasoning that costs what output costs needs no price of its own
        "'output_cost_per_token': 2e-06, 'output_cost_per_reasoning_token': 2e-06 | output 2",
        "'output_cost_per_token': 2e-06, 'output_cost_per_reasoning_token': 3e-06 | "
            + "output 2, reasoning 3",
        // thresholds
        "'input_cost_per_token': 1e-06, 'input_cost_per_token_above_200k_tokens': 2e-06 | "
            + "input 1, input above 200000 2",
        "'input_cost_per_token': 1e-06, 'input_cost_per_token_above_128k_tokens': 2e-06, "
            + "'input_cost_per_token_above_272k_tokens': 3e-06 | "
            + "input 1, input above 128000 2, input above 272000 3",
        "'input_cost_per_token': 1e-06, 'input_cost_per_token_above_128k_tokens': 1e-06 | input 1",
        "'cache_creation_input_token_cost_above_1hr_above_200k_tokens': 5e-06 | "
            + "cacheWrite1h above 200000 5",
        // service tiers
        "'input_cost_per_token': 1e-06, 'input_cost_per_token_batches': 5e-07, "
            + "'input_cost_per_token_flex': 6e-07, 'input_cost_per_token_priority': 2e-06 | "
            + "input 1, input BATCH 0.5, input FLEX 0.6, input PRIORITY 2",
        "'output_cost_per_token_above_200k_tokens_priority': 2e-06 | "
            + "output PRIORITY above 200000 2",
        "'input_cost_per_token_batch_requests': 5e-07 | input BATCH 0.5",
        // quantities
        "'input_cost_per_request': 0.005 | request 0.005",
        "'search_context_cost_per_query': {'search_context_size_low': 0.01,"
            + " 'search_context_size_medium': 1e-2, 'search_context_size_high': 0.010} | search"
            + " 0.01",
        "'search_context_cost_per_query': {'search_context_size_low': 0.01, "
            + "'search_context_size_high': 0.03} | searchLow 0.01, searchHigh 0.03",
        "'web_search_billing_unit': 'per_query', 'search_context_cost_per_query': "
            + "{'search_context_size_low': 0.014, 'search_context_size_high': 0.014} | "
            + "searchQuery 0.014",
        "'code_interpreter_cost_per_session': 0.03, 'file_search_cost_per_1k_calls': 2.5 | "
            + "codeInterpreterSession 0.03, fileSearch 0.0025",
        "'vector_store_cost_per_gb_per_day': 0.1, 'file_search_cost_per_gb_per_day': 0.1 | "
            + "gigabyteDay 0.1",
        "'input_cost_per_second': 0.0001, 'output_cost_per_second': 0 | second 0.0001",
        "'input_cost_per_second': 0, 'output_cost_per_second': 0.0001 | second 0.0001",
        "'input_cost_per_second': 0.0001, 'output_cost_per_second': 1e-4 | second 0.0001",
        "'input_cost_per_character': 1.5e-05 | character 0.000015",
        "'input_cost_per_character': 1e-06, 'output_cost_per_character': 2e-06 | "
            + "inputCharacter 0.000001, outputCharacter 0.000002",
        "'input_cost_per_character': 1e-06, 'input_cost_per_character_above_128k_tokens': 1e-06 | "
            + "character 0.000001",
        "'mode': 'image_generation', 'input_cost_per_image': 0.04 | image 0.04",
        "'mode': 'image_generation', 'input_cost_per_image': 0.01, 'output_cost_per_image': 0.04 | "
            + "inputImage 0.01, image 0.04",
        "'mode': 'embedding', 'input_cost_per_token': 1e-07, 'output_cost_per_token': 0, "
            + "'input_cost_per_image': 0.0001, 'input_cost_per_video_per_second': 0.0007, "
            + "'input_cost_per_audio_per_second': 0.0002 | "
            + "input 0.1, inputImage 0.0001, inputVideoSecond 0.0007, inputAudioSecond 0.0002",
        "'mode': 'video_generation', 'output_cost_per_video_per_second': 0.1 | second 0.1",
        "'mode': 'ocr', 'ocr_cost_per_page': 0.001, 'annotation_cost_per_page': 0.003 | "
            + "page 0.001, annotatedPage 0.003",
        "'mode': 'rerank', 'input_cost_per_query': 0.002, 'input_cost_per_token': 0.0, "
            + "'output_cost_per_token': 0.0 | search 0.002",
        "'input_cost_per_request': 0.005, 'input_cost_per_token': 0, "
            + "'output_cost_per_token': 1e-06 | input 0, output 1, request 0.005",
        // ranges
        "'tiered_pricing': [{'range': [0, 32000.0], 'input_cost_per_token': 1e-06}, "
            + "{'range': [32e3, 128000], 'input_cost_per_token': 2e-06}] | "
            + "input 1, input above 32000 2, up to 128000",
      })
  void shouldBecomeComponents(String fields, String components) {
    PriceDocument document = read(entry("m", fields));

    assertThat(document.skipped()).isEmpty();
    assertThat(document.leftOut()).isEmpty();
    assertThat(Shown.of(document.catalogue().prices().getFirst()))
        .containsExactlyInAnyOrder(components.split(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // fields beside input at 1 | what is left out | the usage that it is about | what is left
        "'input_cost_per_pixel': 1e-08 | input_cost_per_pixel | images by their size in pixels | "
            + "input 1",
        "'input_dbu_cost_per_token': 1e-05 | input_dbu_cost_per_token | "
            + "the same tokens in Databricks units instead of USD | input 1",
        "'citation_cost_per_token': 2e-06 | citation_cost_per_token | tokens of citations | input"
            + " 1",
        "'regional_processing_uplift_multiplier_eu': 1.1 | regional_processing_uplift_multiplier_eu"
            + " | calls processed in a region of choice | input 1",
        "'provider_specific_entry': {'fast': 6.0, 'schema': 'x'} | provider_specific_entry.fast | "
            + "calls that are marked fast | input 1",
        "'input_cost_per_image': 0.01 | input_cost_per_image | "
            + "images, which a call in mode chat bills by their tokens | input 1",
        "'output_cost_per_video_token': 1e-05 | output_cost_per_video_token | tokens of video | "
            + "input 1",
        "'cache_read_input_token_cost': 1e-07, 'cache_read_input_audio_token_cost': 3e-07 | "
            + "cache_read_input_audio_token_cost | cached audio or images at another price than "
            + "cached text: no cached token is priced | input 1",
        "'cache_creation_input_audio_token_cost': 3e-07 | cache_creation_input_audio_token_cost | "
            + "cached audio or images at another price than cached text: no cached token is priced "
            + "| input 1",
      })
  void shouldSayWhatIsLeftOutAndWhichUsageItIsAbout(
      String fields, String field, String usage, String components) {
    PriceDocument document = read(entry("m", "'input_cost_per_token': 1e-06, " + fields));

    assertThat(document.leftOut()).containsExactly(new LeftOut("m", field, usage));
    assertThat(Shown.of(document.catalogue().prices().getFirst())).containsExactly(components);
  }

  @Test
  void shouldLeaveOutLongPromptsOfAKindThatHasNoPriceForThem() {
    PriceDocument document =
        read(
            entry(
                "m",
                "'input_cost_per_token': 1e-06, 'input_cost_per_token_above_200k_tokens': 2e-06,"
                    + " 'cache_read_input_token_cost': 1e-07,"
                    + " 'input_cost_per_token_batches': 5e-07, 'input_cost_per_request': 1"));

    ModelPrice price = document.catalogue().prices().getFirst();
    assertThat(document.leftOut())
        .extracting(LeftOut::field)
        .containsExactly("cacheRead above 200000", "input BATCH above 200000");
    assertThat(price.price(cached(200_000), ServiceTier.STANDARD, Instant.EPOCH))
        .isInstanceOf(Pricing.Cost.class);
    assertThat(price.price(cached(200_001), ServiceTier.STANDARD, Instant.EPOCH))
        .isEqualTo(
            new Pricing.Unpriced(
                "aboveTokens",
                "openai/m has no price for cacheRead in prompts of more than 200000 tokens"));
  }

  private static TokenCounts cached(long tokens) {
    return new TokenCounts(0, 0, tokens, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void shouldKeepCachedTokensWhoseMediaCostTheSame() {
    PriceDocument document =
        read(
            entry(
                "m",
                "'cache_read_input_token_cost': 4e-07, 'cache_read_input_audio_token_cost':"
                    + " 4e-07"));

    assertThat(Shown.of(document.catalogue().prices().getFirst())).containsExactly("cacheRead 0.4");
    assertThat(document.leftOut()).isEmpty();
  }

  @Test
  void shouldLeaveOutQuantitiesWhosePriceDependsOnAPrompt() {
    PriceDocument document =
        read(
            entry(
                "m",
                "'input_cost_per_token': 1e-06, 'input_cost_per_audio_per_second': 0.1,"
                    + " 'input_cost_per_audio_per_second_above_128k_tokens': 0.2"));

    assertThat(Shown.of(document.catalogue().prices().getFirst())).containsExactly("input 1");
    assertThat(document.leftOut())
        .extracting(LeftOut::field)
        .containsExactly(
            "input_cost_per_audio_per_second_above_128k_tokens", "input_cost_per_audio_per_second");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // fields | reason
        "'mode': 'chat' | has no price",
        "'input_cost_per_furlong': 1 | has the unknown cost field input_cost_per_furlong",
        "'input_cost_per_token': 1e-06, 'peak_price_multiplier': 2 | "
            + "has the unknown cost field peak_price_multiplier",
        "'input_cost_per_second_flex': 1 | has the unknown cost field input_cost_per_second_flex",
        "'input_cost_per_token': -1 | input_cost_per_token is negative: -1",
        "'input_cost_per_token': 'cheap' | input_cost_per_token is not a number: cheap",
        "'input_cost_per_token': {} | input_cost_per_token is not a number: {}",
        "'web_search_billing_unit': 'per_moon', 'search_context_cost_per_query': {} | "
            + "has the unknown web_search_billing_unit per_moon",
        "'input_cost_per_token': 1e-400 | input_cost_per_token has more than 30 digits or places",
        "'input_cost_per_token': '1e999999' | input_cost_per_token has more than 30 digits or"
            + " places",
        "'input_cost_per_token_cache_hit': 1e-07, 'cache_read_input_token_cost': 2e-07 | "
            + "has two prices for cacheRead",
        "'input_cost_per_second': 1, 'output_cost_per_second': 2 | has two prices for second",
        "'mode': 'image_generation', 'input_cost_per_pixel': 1e-08, 'output_cost_per_token': 0 | "
            + "has no price but of images by their size in pixels",
        "'tiered_pricing': [{'max_results_range': [0, 25], 'input_cost_per_query': 0.005}] | "
            + "has prices by something else than the length of the prompt",
        "'tiered_pricing': [{'range': [5, 10], 'input_cost_per_token': 1}] | "
            + "has ranges of prompts with a gap before 5",
        "'tiered_pricing': [{'range': [0, 10], 'input_cost_per_page': 1}] | "
            + "has the unknown cost field tiered_pricing.input_cost_per_page",
        "'tiered_pricing': [{'range': [0, 10.5], 'input_cost_per_token': 1}] | "
            + "has a range that is not of whole tokens: 10.5",
        "'input_cost_per_token': 2, 'tiered_pricing': [{'range': [0, 5], "
            + "'input_cost_per_token': 1}] | has two prices for input",
        "'search_context_cost_per_query': {'search_context_size_huge': 1} | "
            + "has the unknown cost field search_context_size_huge",
      })
  void shouldSkipWhatItDoesNotUnderstand(String fields, String reason) {
    PriceDocument document = read(entry("m", fields));

    assertThat(document.catalogue().prices()).isEmpty();
    assertThat(document.skipped()).containsExactly(new SkippedPrice("m", reason));
  }

  @Test
  void shouldSkipANumberThatTakesLongToRead() {
    PriceDocument document = read(entry("m", "'input_cost_per_token': '0." + "1".repeat(99) + "'"));

    assertThat(document.skipped())
        .containsExactly(
            new SkippedPrice("m", "input_cost_per_token has more than 100 characters"));
  }

  @Test
  void shouldSkipWhatIsNoModel() {
    PriceDocument document =
        read(
            """
            {'sample_spec': {'input_cost_per_token': 0, 'litellm_provider': 'one of'},
             'last_updated': '2026', 'rules': {'rules': []}}
            """);

    assertThat(document.catalogue().prices()).isEmpty();
    assertThat(document.skipped())
        .containsExactly(
            new SkippedPrice("sample_spec", "describes the format"),
            new SkippedPrice("last_updated", "is not a model at a provider"),
            new SkippedPrice("rules", "is not a model at a provider"));
  }

  @ParameterizedTest
  @CsvSource({
    // key, their provider, ours, model
    "gpt-4o, openai, openai, gpt-4o",
    "openai/sora-2, openai, openai, sora-2",
    "gpt-3.5-turbo-instruct, text-completion-openai, openai, gpt-3.5-turbo-instruct",
    "azure/eu/gpt-4o, azure, azure, eu/gpt-4o",
    "gemini/gemini-2.5-pro, gemini, google, gemini-2.5-pro",
    "gemini-2.5-pro, vertex_ai-language-models, vertex, gemini-2.5-pro",
    "vertex_ai/claude-x, vertex_ai-anthropic_models, vertex, claude-x",
    "us.anthropic.claude-x-v1:0, bedrock_converse, bedrock, us.anthropic.claude-x-v1:0",
    "bedrock/us-east-1/x, bedrock, bedrock, us-east-1/x",
    "fireworks_ai/accounts/fireworks/models/x, fireworks_ai, fireworks, "
        + "accounts/fireworks/models/x",
    "together_ai/meta-llama/x, together_ai, together, meta-llama/x",
    "openrouter/openai/gpt-4o, openrouter, openrouter, openai/gpt-4o",
    "1024-x-1024/dall-e-2, openai, openai, 1024-x-1024/dall-e-2",
    "cohere/embed-v4.0, cohere, cohere, embed-v4.0",
    "dashscope/qwen-max, dashscope, alibaba, qwen-max",
  })
  void shouldNameModelsAsTheirProvidersDo(
      String key, String theirs, String provider, String model) {
    ModelPrice price =
        read("{'%s': {'litellm_provider': '%s', 'input_cost_per_token': 1}}".formatted(key, theirs))
            .catalogue()
            .prices()
            .getFirst();

    assertThat(price.provider() + " " + price.model()).isEqualTo(provider + " " + model);
    assertThat(price.currency()).isEqualTo("USD");
    assertThat(price.source()).isEqualTo("a table");
    assertThat(price.effectiveFrom()).isNull();
  }

  @Test
  void shouldHoldTheHigherPriceOfXaiAtTheThresholdAlready() {
    PriceDocument document =
        read(
            "{'xai/grok': {'litellm_provider': 'xai', 'input_cost_per_token': 1e-06,"
                + " 'input_cost_per_token_above_128k_tokens': 2e-06}}");

    assertThat(Shown.of(document.catalogue().prices().getFirst()))
        .containsExactly("input 1", "input above 127999 2");
  }

  @Test
  void shouldPreferTheEntryThatNamesItsProvider() {
    for (List<String> order : List.of(List.of("m", "deepseek/m"), List.of("deepseek/m", "m"))) {
      String entries =
          order.stream()
              .map(
                  key ->
                      "'%s': {'litellm_provider': 'deepseek', 'input_cost_per_token': %d}"
                          .formatted(key, key.length()))
              .reduce((a, b) -> a + ", " + b)
              .orElseThrow();
      PriceDocument document = read("{" + entries + "}");

      assertThat(document.catalogue().prices()).hasSize(1);
      assertThat(Shown.of(document.catalogue().prices().getFirst()))
          .containsExactly("input 10000000");
      assertThat(document.skipped())
          .containsExactly(new SkippedPrice("m", "differs from the same model as deepseek/m"));
    }
  }

  @Test
  void shouldCallThoseHomeWhoMadeTheModel() {
    PriceDocument document =
        read(
            "{'gpt-4o': {'litellm_provider': 'openai', 'input_cost_per_token': 1},"
                + " 'azure/gpt-4o': {'litellm_provider': 'azure', 'input_cost_per_token': 1},"
                + " 'gemini/Imagen-4': {'litellm_provider': 'gemini', 'input_cost_per_token': 1},"
                + " 'gemini/claude': {'litellm_provider': 'gemini', 'input_cost_per_token': 1}}");

    assertThat(document.catalogue().models())
        .containsExactly(
            new HostedModel("gpt-4o", "openai", true, List.of()),
            new HostedModel("gpt-4o", "azure", false, List.of()),
            new HostedModel("Imagen-4", "google", true, List.of()),
            new HostedModel("claude", "google", false, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | the document is not an object of models",
        "{'a': 1 | the document is not JSON: ",
        "{} {} | the document is not JSON: ",
        "`` | the document is not an object of models",
      })
  void shouldRefuseADocumentOfAnotherShape(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidDocument.class)
        .hasMessageStartingWith(problem);
  }

  private static String entry(String key, String fields) {
    String mode = fields.contains("'mode'") ? "" : "'mode': 'chat', ";
    return "{'%s': {'litellm_provider': 'openai', %s%s}}".formatted(key, mode, fields);
  }

  private static PriceDocument read(String text) {
    return PriceFormat.LITELLM.read(text.replace('\'', '"'), "a table");
  }
}
