package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which price a name leads to, by which rule, and what is refused. */
class ModelMatchingTests {

  private static final Instant NOW = Instant.parse("2026-08-21T12:00:00Z");
  private static final PriceBook CATALOGUE = PriceBook.of(PriceCatalogue.load());

  private static final PriceBook BOOK =
      PriceBook.of(
          new PriceCatalogue(
              prices(
                  "openai/gpt-4o",
                  "openai/gpt-4o-2024-05-13",
                  "openai/ft:gpt-4o-2024-08-06",
                  "openai/ft:gpt-4.1",
                  "openai/o9-2025-01-01",
                  "openai/o9-2025-06-01",
                  "openai/o8-20250101",
                  "azure/gpt-4o",
                  "azure/gpt-4o-mini",
                  "google/gemini-2.5-pro",
                  "vertex/gemini-2.5-pro",
                  "vertex/claude-sonnet-4@20250514",
                  "bedrock/anthropic.claude-3-haiku-20240307-v1:0",
                  "bedrock/global.anthropic.claude-x-v1:0",
                  "groq/openai/gpt-oss-120b",
                  "groq/llama",
                  "together/llama"),
              List.of(
                  new HostedModel("gpt-4o", "openai", true, List.of("gpt-4o-2024-11-20")),
                  new HostedModel("gemini-2.5-pro", "google", true, List.of())),
              Map.of("azure.openai", "azure", "aws", "bedrock")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // name | provider | price | rule
        "gpt-4o | openai | openai/gpt-4o | exact id",
        "gpt-4o | | openai/gpt-4o | exact id, home provider",
        "gpt-4o-2024-11-20 | | openai/gpt-4o | alias of gpt-4o, only provider",
        // snapshots
        "gpt-4o-2024-05-13 | openai | openai/gpt-4o-2024-05-13 | exact id",
        "gpt-4o-2024-08-06 | openai | openai/gpt-4o | snapshot of gpt-4o",
        "gpt-4o-20240806 | openai | openai/gpt-4o | snapshot of gpt-4o",
        "gpt-4o@20240806 | openai | openai/gpt-4o | snapshot of gpt-4o",
        "gpt-4o-2024-08-06 | azure | azure/gpt-4o | snapshot of gpt-4o",
        "gpt-4o-2024-08-06 | | openai/gpt-4o | snapshot of gpt-4o, home provider",
        "gpt-4o-mini-2024-07-18 | | azure/gpt-4o-mini | snapshot of gpt-4o-mini, only provider",
        "o8 | openai | openai/o8-20250101 | only snapshot o8-20250101",
        "o8 | | openai/o8-20250101 | only snapshot o8-20250101, only provider",
        "claude-sonnet-4 | vertex | vertex/claude-sonnet-4@20250514 | "
            + "only snapshot claude-sonnet-4@20250514",
        // prefixes
        "openai/gpt-4o | | openai/gpt-4o | exact id, provider prefix",
        "azure/gpt-4o | | azure/gpt-4o | exact id, provider prefix",
        "azure.openai/gpt-4o | | azure/gpt-4o | exact id, provider prefix",
        "azure/gpt-4o | azure | azure/gpt-4o | exact id, provider prefix",
        "azure/gpt-4o | azure.openai | azure/gpt-4o | exact id, provider prefix",
        "openai/gpt-4o-2024-08-06 | | openai/gpt-4o | snapshot of gpt-4o, provider prefix",
        "openai/gpt-oss-120b | | groq/openai/gpt-oss-120b | exact id, only provider",
        "openai/gpt-oss-120b | groq | groq/openai/gpt-oss-120b | exact id",
        "groq/openai/gpt-oss-120b | | groq/openai/gpt-oss-120b | exact id, provider prefix",
        // resource names
        "models/gemini-2.5-pro | google | google/gemini-2.5-pro | resource name of gemini-2.5-pro",
        "models/gemini-2.5-pro | | google/gemini-2.5-pro | "
            + "resource name of gemini-2.5-pro, home provider",
        "publishers/google/models/gemini-2.5-pro | vertex | vertex/gemini-2.5-pro | "
            + "resource name of gemini-2.5-pro",
        "projects/p/locations/l/publishers/google/models/gemini-2.5-pro | vertex | "
            + "vertex/gemini-2.5-pro | resource name of gemini-2.5-pro",
        "models/gemini-2.5-pro-20250617 | google | google/gemini-2.5-pro | "
            + "resource name of gemini-2.5-pro-20250617, snapshot of gemini-2.5-pro",
        // Bedrock
        "us.anthropic.claude-3-haiku-20240307-v1:0 | bedrock | "
            + "bedrock/anthropic.claude-3-haiku-20240307-v1:0 | "
            + "regional profile of anthropic.claude-3-haiku-20240307-v1:0",
        "bedrock/eu.anthropic.claude-3-haiku-20240307-v1:0 | | "
            + "bedrock/anthropic.claude-3-haiku-20240307-v1:0 | "
            + "regional profile of anthropic.claude-3-haiku-20240307-v1:0, provider prefix",
        "aws/anthropic.claude-3-haiku-20240307-v1:0 | | "
            + "bedrock/anthropic.claude-3-haiku-20240307-v1:0 | exact id, provider prefix",
        // fine-tuned
        "ft:gpt-4o-2024-08-06:acme::AbC | openai | openai/ft:gpt-4o-2024-08-06 | "
            + "fine-tuned gpt-4o-2024-08-06",
        "ft:gpt-4o-2024-08-06:acme:name:AbC:ckpt-step-100 | | openai/ft:gpt-4o-2024-08-06 | "
            + "fine-tuned gpt-4o-2024-08-06, only provider",
        "openai/FT:GPT-4o-2024-08-06:acme::AbC | | openai/ft:gpt-4o-2024-08-06 | "
            + "fine-tuned gpt-4o-2024-08-06, provider prefix",
        "ft:gpt-4.1-2025-04-14:acme::AbC | openai | openai/ft:gpt-4.1 | "
            + "fine-tuned gpt-4.1-2025-04-14, snapshot of ft:gpt-4.1",
        "ft:gpt-4o-2024-08-06 | openai | openai/ft:gpt-4o-2024-08-06 | exact id",
        "ft:gpt-4o:acme::AbC | openai | openai/ft:gpt-4o-2024-08-06 | "
            + "fine-tuned gpt-4o, only snapshot ft:gpt-4o-2024-08-06",
      })
  void shouldSayByWhichRuleANameWasUnderstood(
      String name, @Nullable String provider, String price, String rule) {
    Optional<PriceMatch> match = BOOK.find(name, provider, NOW);

    assertThat(match.map(m -> m.price().provider() + "/" + m.price().model())).contains(price);
    assertThat(match.map(PriceMatch::matchedBy)).contains(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // ambiguous: refused with the candidates
        "llama | | Name the provider of llama: groq, together",
        "o9 | openai | Name the snapshot of o9: o9-2025-01-01, o9-2025-06-01",
        "o9 | | Name the snapshot of o9: o9-2025-01-01, o9-2025-06-01",
        "openai/o9 | | Name the snapshot of o9: o9-2025-01-01, o9-2025-06-01",
        "models/llama | | Name the provider of llama: groq, together",
        // fine-tuned: never at the base price
        "ft:gpt-4o-2024-05-13:acme::AbC | openai | ft:gpt-4o-2024-05-13:acme::abc is fine-tuned: no"
            + " price of ft:gpt-4o-2024-05-13 is known, and that of gpt-4o-2024-05-13 is another",
        "ft:gpt-4o-mini-2024-07-18:acme::x | azure | ft:gpt-4o-mini-2024-07-18:acme::x is "
            + "fine-tuned: no price of ft:gpt-4o-mini-2024-07-18 is known, and that of "
            + "gpt-4o-mini-2024-07-18 is another",
        "ft:o8:acme::x | | ft:o8:acme::x is fine-tuned: no price of ft:o8 is known, and that of o8 "
            + "is another",
        "ft:gpt-9:acme::x | openai | Provider openai has no price of ft:gpt-9:acme::x",
        "gpt-4o:acme::x | openai | Provider openai has no price of gpt-4o:acme::x",
        "tunedModels/gemini-2.5-pro | google | Provider google has no price of "
            + "tunedModels/gemini-2.5-pro",
        "accounts/acme/models/llama | | No provider has a price of accounts/acme/models/llama",
        // what only looks like a rule
        "gpt-4o-2024-13-06 | openai | Provider openai has no price of gpt-4o-2024-13-06",
        "gpt-4o-0613 | openai | Provider openai has no price of gpt-4o-0613",
        "gpt-4o-19990101 | openai | Provider openai has no price of gpt-4o-19990101",
        "-2024-08-06 | openai | Provider openai has no price of -2024-08-06",
        "anthropic.claude-x-v1:0 | bedrock | Provider bedrock has no price of "
            + "anthropic.claude-x-v1:0",
        "us.anthropic.claude-x-v1:0 | bedrock | Provider bedrock has no price of "
            + "us.anthropic.claude-x-v1:0",
        // the provider decides
        "gemini-2.5-pro | openai | Provider openai has no price of gemini-2.5-pro",
        "openai/gpt-4o | azure | Provider azure has no price of openai/gpt-4o",
        "gpt-4o | mars | No price of provider mars is known",
        "mars/gpt-4o | | No provider has a price of mars/gpt-4o",
      })
  void shouldRefuseWhatFitsNothingOrSeveral(String name, @Nullable String provider, String why) {
    assertThat(BOOK.find(name, provider, NOW)).isEmpty();
    assertThat(BOOK.whyNotFound(name, provider, NOW)).isEqualTo(why);
  }

  /** Two regions cost otherwise than the base at x; all the same at y; one was so until May. */
  private static final PriceBook REGIONS =
      PriceBook.of(
          new PriceCatalogue(
              List.of(
                  price("bedrock", "a.x-v1:0"),
                  price("bedrock", "eu.a.x-v1:0").discounted(BigDecimal.ONE, null, null),
                  price("bedrock", "a.y-v1:0"),
                  price("bedrock", "eu.a.y-v1:0"),
                  price("bedrock", "global.a.y-v1:0"),
                  price("bedrock", "a.z"),
                  price("bedrock", "au.a.z"),
                  price("bedrock", "au.a.z")
                      .discounted(BigDecimal.ONE, null, Instant.parse("2026-05-01T00:00:00Z"))),
              List.of(new HostedModel("a.x-v1:0", "bedrock", true, List.of("us.a.x-v1:0"))),
              Map.of()));

  @ParameterizedTest
  @CsvSource({
    "us.a.x-v1:0, alias of a.x-v1:0",
    "us.a.y-v1:0, regional profile of a.y-v1:0",
    "jp.a.y-v1:0, regional profile of a.y-v1:0",
  })
  void shouldTakeThePriceOfTheBaseWhereAllRegionsCostTheSame(String name, String rule) {
    assertThat(REGIONS.find(name, "bedrock", NOW).map(PriceMatch::matchedBy)).contains(rule);
  }

  @Test
  void shouldNotGuessThePriceOfARegionWhereOneCostsOtherwise() {
    for (String provider : new String[] {"bedrock", null}) {
      assertThat(REGIONS.find("jp.a.x-v1:0", provider, NOW)).isEmpty();
      assertThat(REGIONS.whyNotFound("jp.a.x-v1:0", provider, NOW))
          .isEqualTo(
              "eu.a.x-v1:0 costs otherwise than a.x-v1:0, so nobody knows what jp.a.x-v1:0 costs");
    }
    assertThat(REGIONS.find("us.a.z", "bedrock", NOW)).isEmpty();
    assertThat(REGIONS.find("us.a.z-20260101", "bedrock", NOW)).isEmpty();
    assertThat(REGIONS.find("us.a.z", "bedrock", Instant.EPOCH)).isPresent();
    assertThat(CATALOGUE.find("eu.amazon.nova-pro-v1:0", "bedrock", NOW))
        .hasValueSatisfying(
            m ->
                assertThat(Objects.requireNonNull(m.price().component("input")))
                    .extracting(c -> c.getPrice().text())
                    .isEqualTo("1.05"));
    assertThat(CATALOGUE.find("ca.amazon.nova-pro-v1:0", "bedrock", NOW)).isEmpty();
  }

  /** What others than the maker have under the very name. */
  private static final PriceBook ELSEWHERE =
      PriceBook.of(
          new PriceCatalogue(
              prices(
                  "anthropic/claude-h-20250101",
                  "vertex/claude-h",
                  "openai/gpt-s",
                  "azure/gpt-s-20250101",
                  "anthropic/claude-t-20250101",
                  "anthropic/claude-t-20250202",
                  "vertex/claude-t",
                  "snowflake/claude-u",
                  "vertex/claude-u",
                  "anthropic/claude-u-20250101",
                  "xai/grok",
                  "gateway/xai/grok",
                  "gateway/xai/grok-2",
                  "xai/other",
                  "gateway/xai/other",
                  "openrouter/xai/third",
                  "gateway/xai/third",
                  "xai/third",
                  "gateway/alone"),
              List.of(
                  new HostedModel("claude-h-20250101", "anthropic", true, List.of()),
                  new HostedModel("gpt-s", "openai", true, List.of()),
                  new HostedModel("grok", "xai", true, List.of()),
                  new HostedModel("claude-t-20250101", "anthropic", true, List.of()),
                  new HostedModel("claude-t-20250202", "anthropic", true, List.of()),
                  new HostedModel("claude-u-20250101", "anthropic", true, List.of())),
              Map.of()));

  @ParameterizedTest
  @CsvSource({
    "claude-h, anthropic/claude-h-20250101",
    "claude-u, anthropic/claude-u-20250101",
    "gpt-s-20250101, openai/gpt-s",
    "xai/grok, xai/grok", // made by xai
    "xai/other, gateway/xai/other", // nobody knows by whom
    "xai/third, xai/third", // two gateways
    "xai/grok-2, gateway/xai/grok-2",
    "alone, gateway/alone",
  })
  void shouldLookAtHomeBeforeTheOnlyOtherProvider(String name, String price) {
    assertThat(
            ELSEWHERE
                .find(name, null, NOW)
                .map(m -> m.price().provider() + "/" + m.price().model()))
        .contains(price);
  }

  @Test
  void shouldRefuseSeveralSnapshotsAtHomeWhateverOthersHave() {
    assertThat(ELSEWHERE.whyNotFound("claude-t", null, NOW))
        .isEqualTo("Name the snapshot of claude-t: claude-t-20250101, claude-t-20250202");
    assertThat(ELSEWHERE.find("claude-t", "vertex", NOW)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-4o-mini-2024-07-18",
        "openai/gpt-4o-mini",
        "models/gemini-2.5-pro",
        "bedrock/us.anthropic.claude-opus-5",
        "us.anthropic.claude-3-5-haiku-20241022-v1:0",
        "eu.anthropic.claude-3-opus-20240229-v1:0",
        "ft:gpt-4o-mini-2024-07-18:acme::AbC",
        "claude-haiku-4-5-20251001",
        "claude-opus-5-20260901",
        "gpt-5.2-2025-12-11",
        "accounts/fireworks/models/qwen3-235b-a22b",
        "xai/grok-4-latest",
      })
  void shouldFindWhatCallersWriteInTheCatalogue(String name) {
    assertThat(CATALOGUE.find(name, null, NOW))
        .as(CATALOGUE.whyNotFound(name, null, NOW))
        .isPresent();
  }

  @Test
  void shouldLookForAnAliasBeforeTheIdHadAPriceOfItsOwn() {
    // Given a snapshot that was an alias and now has a price of its own
    ModelPrice own =
        price("openai", "gpt-4o-2024-11-20").from(Instant.parse("2026-01-01T00:00:00Z"));
    PriceBook book = BOOK.with(List.of(own));

    assertThat(book.find("gpt-4o-2024-11-20", "openai", NOW).map(PriceMatch::price)).contains(own);
    assertThat(book.find("gpt-4o-2024-11-20", "openai", Instant.EPOCH))
        .get()
        .extracting(match -> match.price().model(), PriceMatch::matchedBy)
        .containsExactly("gpt-4o", "alias of gpt-4o");
    assertThat(book.find("gpt-4o-2024-11-20", null, Instant.EPOCH)).isPresent();
  }

  // Names of the caller's own

  private static final PriceBook NAMED =
      BOOK.withAliases(
          List.of(
              new ModelAlias("azure", "assistant", "gpt-4o"),
              new ModelAlias("azure", "Dated", "gpt-4o-2024-08-06"),
              new ModelAlias("azure", "gpt-4o-mini", "gpt-4o"),
              new ModelAlias("azure", "elsewhere", "google/gemini-2.5-pro"),
              new ModelAlias("azure", "broken", "no-such-model"),
              new ModelAlias("mars", "rover", "openai/gpt-4o"),
              new ModelAlias("azure", "twice", "gpt-4o"),
              new ModelAlias("vertex", "twice", "gemini-2.5-pro")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assistant | azure | azure/gpt-4o | own name of gpt-4o",
        "ASSISTANT | azure.openai | azure/gpt-4o | own name of gpt-4o",
        "azure/assistant | | azure/gpt-4o | own name of gpt-4o, provider prefix",
        "assistant | | azure/gpt-4o | own name of gpt-4o",
        "dated | azure | azure/gpt-4o | own name of gpt-4o-2024-08-06, snapshot of gpt-4o",
        "gpt-4o-mini | azure | azure/gpt-4o | own name of gpt-4o", // before the model of that id
        "elsewhere | azure | google/gemini-2.5-pro | own name of google/gemini-2.5-pro",
        "rover | mars | openai/gpt-4o | own name of openai/gpt-4o", // a provider without prices
        "twice | vertex | vertex/gemini-2.5-pro | own name of gemini-2.5-pro",
        "gpt-4o-mini | | azure/gpt-4o-mini | exact id, only provider", // no provider: the model
      })
  void shouldKnowTheNamesOfDeployments(
      String name, @Nullable String provider, String price, String rule) {
    Optional<PriceMatch> match = NAMED.find(name, provider, NOW);

    assertThat(match.map(m -> m.price().provider() + "/" + m.price().model())).contains(price);
    assertThat(match.map(PriceMatch::matchedBy)).contains(rule);
  }

  @Test
  void shouldRefuseADeploymentWithoutAModel() {
    assertThat(NAMED.whyNotFound("broken", "azure", NOW))
        .isEqualTo("broken is a name of no-such-model, which has no price");
    assertThat(NAMED.whyNotFound("twice", null, NOW))
        .isEqualTo("Name the provider of twice: azure, vertex");
    assertThat(NAMED.whyNotFound("sojourner", "mars", NOW))
        .isEqualTo("Provider mars has no price of sojourner");
  }

  private static List<ModelPrice> prices(String... names) {
    List<ModelPrice> prices = new ArrayList<>();
    for (String name : names) {
      int slash = name.indexOf('/');
      prices.add(price(name.substring(0, slash), name.substring(slash + 1)));
    }
    return prices;
  }

  private static ModelPrice price(String provider, String model) {
    return new ModelPrice(
        model,
        provider,
        null,
        "test",
        "USD",
        null,
        List.of(PriceComponent.ofTokens("input", BigDecimal.ONE)));
  }
}
