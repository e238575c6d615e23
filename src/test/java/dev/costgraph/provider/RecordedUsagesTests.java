package dev.costgraph.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.SharedData;
import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.Reason;
import dev.costgraph.provider.ProviderUsage.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 2,319 usage objects of recorded responses, against two readings that share no code with ours: a
 * table of paths, and the extractors that genai-prices publishes. Every difference is named here
 * with its cause; a name without a difference fails too.
 */
class RecordedUsagesTests {

  /** A stream's events and a count of tokens to come, none of which is a whole usage. */
  private static final Map<String, Integer> INCOMPLETE =
      Map.of(
          "anthropic without input_tokens", 17, // message_delta with output_tokens alone
          "bedrock_invoke without input_tokens", 7, // the same, of Claude
          "bedrock_converse without outputTokens", 3, // the input alone, as CountTokens answers
          "gemini without promptTokenCount", 1); // a chunk without prompt and total

  /** Objects that contradict themselves, so that a sum of paths is below zero somewhere. */
  private static final Map<String, String> CONTRADICTIONS =
      Map.of(
          "openai_chat:502",
              "4 audio and 3 reasoning tokens in a completion of 4, of a model without audio",
          "openrouter:10", "11 reasoning tokens in a completion of 10",
          "openrouter:30", "2161 tokens of 2168 were read from and written to the cache");

  private static final String LIFETIME =
      "the lifetime of what was written to the cache is not stated";
  private static final String FIT = "a subset does not fit into its whole";
  private static final String MODALITIES = "the modalities are fewer than the prompt";
  private static final String AUDIO = "cached tokens may be audio";
  private static final String CACHED_AUDIO = "cached audio is booked as cached text";
  private static final String TOTAL = "the total is not the sum";

  /** A part of a warning → what it is about. */
  private static final Map<String, String> KINDS =
      Map.of(
          "lifetime", LIFETIME,
          "it is not booked as a count of its own", FIT,
          "it cannot be part of it", FIT,
          "tokens without a modality", MODALITIES,
          "does not say whether they are the same", AUDIO,
          "charge more for audio than for text", CACHED_AUDIO,
          "the counts add up to", TOTAL);

  private static final Map<String, List<String>> WARNINGS =
      Map.of(
          LIFETIME,
          List.of(
              "anthropic:225",
              "anthropic:230",
              "anthropic:232",
              "anthropic:270",
              "anthropic:299",
              "anthropic:306",
              "bedrock_converse:4",
              "bedrock_converse:207",
              "bedrock_invoke:38",
              "bedrock_invoke:39",
              "bedrock_invoke:50",
              "bedrock_invoke:51",
              "bedrock_invoke:53",
              "bedrock_invoke:54",
              "bedrock_invoke:56",
              "bedrock_invoke:57",
              "bedrock_invoke:72",
              "bedrock_invoke:73",
              "openrouter:1",
              "openrouter:27",
              "openrouter:28",
              "openrouter:36"),
          FIT,
          List.of("openai_chat:502", "openrouter:10", "openrouter:30"),
          MODALITIES,
          List.of("gemini:207", "gemini:212", "gemini:219", "gemini:221", "gemini:233"),
          AUDIO,
          List.of("openai_chat:502", "openai_chat:505"),
          CACHED_AUDIO,
          List.of("gemini:44"),
          TOTAL,
          List.of("gemini:197"));

  /** What the extractors of genai-prices read otherwise → where. */
  private static final Map<String, List<String>> OF_GENAI_PRICES =
      Map.of(
          "they leave out iterations that are billed beside the answer",
          List.of("anthropic:68", "anthropic:77", "anthropic:80"),
          "they do not know the form of an interaction",
          List.of("gemini:307", "gemini:308", "gemini:309", "gemini:310", "gemini:311"),
          "they do not read num_cached_tokens",
          List.of(
              "mistral:17",
              "mistral:20",
              "mistral:21",
              "mistral:22",
              "mistral:24",
              "mistral:27",
              "mistral:28",
              "mistral:29",
              "mistral:30",
              "mistral:31",
              "mistral:32",
              "mistral:33",
              "mistral:34",
              "mistral:35",
              "mistral:36",
              "mistral:37",
              "mistral:38"),
          "they do not read the audio of a transcription",
          List.of("openai_responses:266"),
          "they require prompt_tokens, and a total alone is stated",
          List.of("embeddings:4", "embeddings:13", "embeddings:14"),
          "they count one token twice",
          List.of("openai_chat:502", "openrouter:30"));

  private static List<RecordedUsage> recorded = List.of();
  private static @Nullable GenaiExtractors extractors;

  @BeforeAll
  static void readAll() {
    recorded = RecordedUsage.all();
    extractors =
        new GenaiExtractors(
            SharedData.folder("prices").resolve("genai-prices").resolve("data.json"));
  }

  @Test
  void shouldRefuseOnlyEventsOfStreamsAndCountsOfTokensToCome() {
    Map<String, Integer> refused = new TreeMap<>();
    for (RecordedUsage usage : recorded) {
      if (read(usage) instanceof Refused r) {
        assertThat(r.reason()).as(usage.name()).isEqualTo(Reason.INCOMPLETE);
        refused.merge(usage.recordedApi() + " without " + r.path(), 1, Integer::sum);
      }
    }

    assertThat(recorded).hasSize(2_319);
    assertThat(refused).isEqualTo(INCOMPLETE);
  }

  @Test
  void shouldAgreeWithTheTableOfPaths() {
    Set<String> different = new TreeSet<>();
    for (RecordedUsage usage : recorded) {
      if (read(usage) instanceof Counted counted) {
        TokenCounts expected = PathTable.of(usage).counts();
        if (!counted.tokens().equals(expected)) {
          different.add(usage.name());
        }
      }
    }

    assertThat(different).isEqualTo(CONTRADICTIONS.keySet());
  }

  @Test
  void shouldAddUpToEveryStatedTotal() {
    Set<String> different = new TreeSet<>();
    int stated = 0;
    for (RecordedUsage usage : recorded) {
      PathTable table = PathTable.of(usage);
      if (table.hasTotal()) {
        stated++;
        long sum = ((Counted) read(usage)).tokens().getTotal();
        if (sum != table.total()) {
          different.add("%s: %d, not %d".formatted(usage.name(), sum, table.total()));
        }
      }
    }

    assertThat(stated).isEqualTo(1_803);
    // Google's OpenAI form, of a model that thinks: no count names the other 28
    assertThat(different).containsExactly("gemini:197: 72, not 100");
  }

  @Test
  void shouldAgreeWithGenaiPrices() {
    Set<String> different = new TreeSet<>();
    int compared = 0;
    for (RecordedUsage usage : recorded) {
      String name = GenaiExtractors.nameFor(usage);
      if (extractors == null || name == null || !(read(usage) instanceof Counted counted)) {
        continue;
      }
      compared++;
      if (!agrees(counted.tokens(), extractors.extract(name, usage.usage()))) {
        different.add(usage.name());
      }
    }

    assertThat(compared).isEqualTo(2_199);
    assertThat(different)
        .containsExactlyInAnyOrderElementsOf(
            OF_GENAI_PRICES.values().stream().flatMap(List::stream).toList());
  }

  @Test
  void shouldWarnOnlyWhereAnObjectDoesNotAddUp() {
    Map<String, List<String>> warned = new TreeMap<>();
    for (RecordedUsage usage : recorded) {
      if (read(usage) instanceof Counted counted) {
        for (String warning : counted.warnings()) {
          warned.computeIfAbsent(kindOf(warning), kind -> new ArrayList<>()).add(usage.name());
        }
      }
    }

    assertThat(warned).isEqualTo(WARNINGS);
  }

  @Test
  void shouldKeepEveryCostAndUnitThatIsStated() {
    Map<String, Long> units = new TreeMap<>();
    int costs = 0;
    for (RecordedUsage usage : recorded) {
      if (read(usage) instanceof Counted counted) {
        for (Quantity quantity : counted.quantities()) {
          units.merge(quantity.unit(), quantity.count().longValueExact(), Long::sum);
        }
        JsonNode cost = usage.usage().path("cost");
        assertThat(counted.statedCost() == null).as(usage.name()).isEqualTo(!cost.isNumber());
        if (counted.statedCost() != null) {
          costs++;
          assertThat(counted.statedCost().amount())
              .as(usage.name())
              .isEqualByComparingTo(new BigDecimal(cost.asText()));
        }
      }
    }

    assertThat(costs).isEqualTo(41);
    assertThat(units).isEqualTo(Map.of("server_tool_call", 2L, "web_search_request", 34L));
  }

  private static String kindOf(String warning) {
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      if (warning.contains(kind.getKey())) {
        return kind.getValue();
      }
    }
    return warning;
  }

  private static ProviderUsage read(RecordedUsage usage) {
    return UsageReader.read(usage.api(), usage.usage().toString(), null);
  }

  /** {@return whether all that the extractor counts is ours; it counts no reasoning} */
  private static boolean agrees(TokenCounts ours, @Nullable Map<String, Long> theirs) {
    if (theirs == null) {
      return false;
    }
    long cachedAudio = theirs.getOrDefault("cache_audio_read_tokens", 0L);
    return ours.prompt() == theirs.getOrDefault("input_tokens", 0L)
        && ours.completion() == theirs.getOrDefault("output_tokens", 0L)
        && ours.cacheRead() == theirs.getOrDefault("cache_read_tokens", 0L)
        && ours.cacheWrite5m() + ours.cacheWrite1h()
            == theirs.getOrDefault("cache_write_tokens", 0L)
        && ours.audioInput() == theirs.getOrDefault("input_audio_tokens", 0L) - cachedAudio
        && ours.audioOutput() == theirs.getOrDefault("output_audio_tokens", 0L);
  }
}
