package dev.costgraph.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.SharedData;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.ProviderUsage.Counted;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The cost of every recorded usage whose model both know, against a computation over genai-prices'
 * table that shares no code with the pricing. The recordings have no date, so all are priced at two
 * instants: the day of the table, and one of the past for the prices that changed. A disagreement
 * has exactly one cause, a cause fits no usage that agrees, and it says what is due by the
 * provider's own price.
 */
class RecordedCostsTests {

  /** The day of genai-prices' table. */
  private static final Instant NOW = Instant.parse("2026-08-21T12:00:00Z");

  /** Before o3 became cheaper, and in the cheaper hours that DeepSeek then had. */
  private static final Instant THEN = Instant.parse("2025-06-01T20:00:00Z");

  /** Whose cost is the one that is due. */
  private enum Right {
    COSTGRAPH,
    GENAI_PRICES,
    NEITHER
  }

  /**
   * Why the two disagree.
   *
   * @param due in USD by the provider's published price; null: none is published
   */
  private record Cause(
      String name,
      int usages,
      Right right,
      Predicate<ComparedCost> where,
      @Nullable Function<ComparedCost, BigDecimal> due) {}

  private static final String SONNET = "input 3, output 15, cacheRead 0.3, cacheWrite5m 3.75";

  /** At both instants. */
  private static final List<Cause> ALWAYS =
      List.of(
          new Cause(
              "a compaction is billed beside the answer",
              2,
              Right.COSTGRAPH,
              c -> iterations(c, "compaction") > 0,
              c -> published(c, SONNET)),
          new Cause(
              "an advisor is billed at its own model's price",
              1,
              Right.COSTGRAPH,
              c -> iterations(c, "advisor_message") > 0,
              RecordedCostsTests::withAdvisor),
          new Cause(
              "a cache write for an hour costs twice the input",
              2,
              Right.COSTGRAPH,
              c -> paths(c).cacheWrite1h() > 0,
              c -> published(c, SONNET + ", cacheWrite1h 6")),
          new Cause(
              "the table has the price of Titan's first embedding for its second",
              5,
              Right.COSTGRAPH,
              c -> c.model().equals("amazon.titan-embed-text-v2:0"),
              c -> published(c, "input 0.02")),
          new Cause(
              "the table has gpt-4o's later price for its first snapshot",
              5,
              Right.COSTGRAPH,
              c -> c.model().equals("gpt-4o-2024-05-13"),
              c -> published(c, "input 5, output 15")),
          new Cause(
              "the extractor reads nothing of an interaction",
              5,
              Right.COSTGRAPH,
              c -> c.usage().usage().has("total_input_tokens"),
              c ->
                  c.model().equals("gemini-2.5-flash-lite")
                      ? published(c, "input 0.1, imageInput 0.1, output 0.4")
                      : published(c, "input 0.3, output 2.5")),
          new Cause(
              "a web search costs 0.01 beside its tokens",
              11,
              Right.COSTGRAPH,
              c -> searches(c) > 0,
              RecordedCostsTests::withSearches),
          new Cause(
              "nothing says what Nova's cache writes cost",
              1,
              Right.NEITHER,
              c -> isUnpriced(c, "cacheWrite5m") && c.model().equals("us.amazon.nova-lite-v1:0"),
              null),
          new Cause(
              "audio of a model that takes none",
              2,
              Right.NEITHER,
              c -> isUnpriced(c, "audioInput") && c.model().equals("gpt-4o-mini-2024-07-18"),
              null));

  private static final List<Cause> ONLY_NOW =
      List.of(
          new Cause(
              "the table still has DeepSeek's prices by the hour",
              14,
              Right.COSTGRAPH,
              c -> List.of("deepseek-chat", "deepseek-reasoner").contains(c.model()),
              c -> published(c, "input 0.14, output 0.28, cacheRead 0.0028")),
          new Cause(
              "cached audio costs more than cached text",
              1,
              Right.GENAI_PRICES,
              c -> cachedAudio(c) > 0,
              c ->
                  published(c, "input 0.3, audioInput 1, cacheRead 0.03, output 2.5")
                      .add(cost(cachedAudio(c), "0.07")))); // 0.1 instead of 0.03

  private static final List<Cause> ONLY_THEN =
      List.of(
          new Cause(
              "the table has today's price of gemini-2.5-flash's cache alone",
              7,
              Right.COSTGRAPH,
              c ->
                  c.model().equals("gemini-2.5-flash")
                      && paths(c).cacheRead() > 0
                      && cachedAudio(c) == 0,
              c -> published(c, "input 0.3, imageInput 0.3, cacheRead 0.075, output 2.5")),
          new Cause(
              "nothing says what gemini-2.5-flash's cached audio cost",
              1,
              Right.NEITHER,
              c -> cachedAudio(c) > 0,
              null),
          new Cause(
              "the table has today's price of gpt-oss-120b at Groq alone",
              11,
              Right.COSTGRAPH,
              c -> isGptOssAtGroq(c) && paths(c).cacheRead() == 0,
              c -> published(c, "input 0.15, output 0.75")),
          new Cause(
              "nothing says what a cached token of gpt-oss-120b cost at Groq",
              1,
              Right.NEITHER,
              c -> isGptOssAtGroq(c) && paths(c).cacheRead() > 0,
              null));

  private static List<ComparedCost> now = List.of();
  private static List<ComparedCost> then = List.of();

  @BeforeAll
  static void computeAll() {
    Path file = SharedData.folder("prices").resolve("genai-prices").resolve("data.json");
    GenaiTable table = new GenaiTable(file);
    GenaiExtractors extractors = new GenaiExtractors(file);
    PriceBook book = PriceBook.of(PriceCatalogue.load());
    List<ComparedCost> atNow = new ArrayList<>();
    List<ComparedCost> atThen = new ArrayList<>();
    for (RecordedUsage usage : RecordedUsage.all()) {
      String model = ComparedCost.bookedModel(usage);
      if (UsageReader.read(usage.api(), usage.usage().toString(), model) instanceof Counted c) {
        atNow.add(ComparedCost.of(usage, c, book, table, extractors, NOW));
        atThen.add(ComparedCost.of(usage, c, book, table, extractors, THEN));
      }
    }
    now = atNow;
    then = atThen;
  }

  @Test
  void shouldCompareEveryUsageWhoseModelBothKnow() {
    assertThat(now).hasSize(2_291);
    assertThat(count(now, ComparedCost::isCompared)).isEqualTo(1_813);
    assertThat(count(now, c -> c.isCompared() && c.isCountedByPaths())).isEqualTo(48);
    assertThat(count(now, c -> c.isCompared() && c.agrees())).isEqualTo(1_764);
    assertThat(count(now, c -> c.isCompared() && isRounded(c))).isEqualTo(8);
    assertThat(count(now, c -> !c.isCatalogued() && c.listed() == null)).isEqualTo(180);
    assertThat(count(now, c -> !c.isCatalogued() && c.model().isEmpty())).isEqualTo(21);
    assertThat(byHost(c -> c.isCatalogued() && c.listed() == null))
        .isEqualTo(Map.of("bedrock", 18, "google", 3));
    assertThat(byHost(c -> !c.isCatalogued() && c.listed() != null))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("azure", 32),
                Map.entry("bedrock", 34),
                Map.entry("cerebras", 4),
                Map.entry("google", 2),
                Map.entry("mistral", 56),
                Map.entry("openai", 10),
                Map.entry("openrouter", 42),
                Map.entry("together", 3),
                Map.entry("vertex", 88),
                Map.entry("voyage", 2),
                Map.entry("zai", 4)));
  }

  @Test
  void shouldAgreeButForNamedCauses() {
    checkCauses(now, both(ALWAYS, ONLY_NOW));
  }

  @Test
  void shouldAgreeAboutPastPricesButForNamedCauses() {
    assertThat(count(then, ComparedCost::isCompared)).isEqualTo(1_813);
    assertThat(count(then, c -> c.isCompared() && c.agrees())).isEqualTo(1_759);

    checkCauses(then, both(ALWAYS, ONLY_THEN));
  }

  @Test
  void shouldStandInTheDocumentation() throws IOException {
    List<Cause> causes = both(ALWAYS, both(ONLY_NOW, ONLY_THEN));
    String text = Files.readString(Path.of("docs/pricing.md"));

    for (Cause cause : causes) {
      String right = cause.right().name().toLowerCase(Locale.ROOT).replace('_', '-');
      assertThat(text)
          .containsPattern(
              "\\| %s \\| %d \\| [^|]+ \\| %s[:,.] "
                  .formatted(Pattern.quote(cause.name()), cause.usages(), right));
    }
  }

  private static void checkCauses(List<ComparedCost> costs, List<Cause> causes) {
    Map<String, List<String>> explained = new TreeMap<>();
    for (ComparedCost cost : costs) {
      if (!cost.isCompared()) {
        continue;
      }
      String what =
          "%s: %s, genai-prices %s, %s%s"
              .formatted(
                  cost.usage().name(),
                  cost.model(),
                  cost.theirs(),
                  cost.oursInUsd(),
                  cost.unpriced());
      List<Cause> fitting = causes.stream().filter(cause -> cause.where().test(cost)).toList();
      assertThat(fitting).as(what).hasSize(cost.agrees() ? 0 : 1);
      for (Cause cause : fitting) {
        explained.computeIfAbsent(cause.name(), name -> new ArrayList<>()).add(what);
        checkWhoIsRight(cause, cost, what);
      }
    }
    for (Cause cause : causes) {
      assertThat(explained.getOrDefault(cause.name(), List.of()))
          .as(cause.name())
          .hasSize(cause.usages());
    }
  }

  private static void checkWhoIsRight(Cause cause, ComparedCost cost, String what) {
    if (cause.due() == null) {
      assertThat(cause.right()).as(what).isEqualTo(Right.NEITHER);
      assertThat(cost.unpriced().isEmpty()).as(what).isEqualTo(cachedAudio(cost) > 0);
      return;
    }
    BigDecimal due = cause.due().apply(cost);
    String which = what + ", due " + due;
    assertThat(cost.isOurs(due)).as(which).isEqualTo(cause.right() == Right.COSTGRAPH);
    assertThat(cost.isTheirs(due)).as(which).isEqualTo(cause.right() == Right.GENAI_PRICES);
  }

  private static long count(List<ComparedCost> costs, Predicate<ComparedCost> which) {
    return costs.stream().filter(which).count();
  }

  private static Map<String, Integer> byHost(Predicate<ComparedCost> which) {
    Map<String, Integer> hosts = new TreeMap<>();
    now.stream().filter(which).forEach(c -> hosts.merge(String.valueOf(c.host()), 1, Integer::sum));
    return hosts;
  }

  private static boolean isRounded(ComparedCost cost) {
    BigDecimal ours = cost.oursInUsd();
    return cost.agrees() && ours != null && !cost.isTheirs(ours);
  }

  /**
   * {@return what the counts of the table of paths cost}
   *
   * @param prices per million, as {@code input 3, output 15}; a count without one fails
   */
  private static BigDecimal published(ComparedCost cost, String prices) {
    TokenCounts counts = paths(cost);
    BigDecimal sum = BigDecimal.ZERO;
    long priced = 0;
    for (String price : prices.split(", ", -1)) {
      String[] words = price.split(" ", -1);
      long count =
          switch (words[0]) {
            case "input" -> counts.input();
            case "output" -> counts.output() + counts.reasoning();
            case "cacheRead" -> counts.cacheRead();
            case "cacheWrite5m" -> counts.cacheWrite5m();
            case "cacheWrite1h" -> counts.cacheWrite1h();
            case "audioInput" -> counts.audioInput();
            case "imageInput" -> counts.imageInput();
            default -> throw new IllegalArgumentException(price);
          };
      priced += count;
      sum = sum.add(cost(count, words[1]));
    }
    assertThat(priced).as(cost.usage().name()).isEqualTo(counts.getTotal());
    return sum;
  }

  /** The answer by claude-sonnet-5, the advice by claude-opus-4-8. */
  private static BigDecimal withAdvisor(ComparedCost cost) {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode part : cost.usage().usage().get("iterations")) {
      boolean isAdvice = part.get("type").asText().equals("advisor_message");
      sum = sum.add(cost(part.get("input_tokens").asLong(), isAdvice ? "5" : "2"));
      sum = sum.add(cost(part.get("output_tokens").asLong(), isAdvice ? "25" : "10"));
    }
    return sum;
  }

  /** What genai-prices has is the tokens. */
  private static BigDecimal withSearches(ComparedCost cost) {
    BigDecimal tokens = cost.theirs() == null ? BigDecimal.ZERO : cost.theirs();
    return tokens.add(new BigDecimal("0.01").multiply(BigDecimal.valueOf(searches(cost))));
  }

  private static long searches(ComparedCost cost) {
    return cost.usage().usage().at("/server_tool_use/web_search_requests").asLong();
  }

  private static BigDecimal cost(long tokens, String perMillion) {
    return new BigDecimal(perMillion).multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
  }

  private static TokenCounts paths(ComparedCost cost) {
    return PathTable.of(cost.usage()).counts();
  }

  private static boolean isUnpriced(ComparedCost cost, String component) {
    return cost.unpriced().endsWith(" has no price for " + component);
  }

  private static boolean isGptOssAtGroq(ComparedCost cost) {
    return "groq".equals(cost.host()) && cost.model().equals("openai/gpt-oss-120b");
  }

  private static long iterations(ComparedCost cost, String type) {
    JsonNode iterations = cost.usage().usage().path("iterations");
    return StreamSupport.stream(iterations.spliterator(), false)
        .filter(part -> part.path("type").asText().equals(type))
        .count();
  }

  private static long cachedAudio(ComparedCost cost) {
    long tokens = 0;
    for (JsonNode part : cost.usage().usage().path("cacheTokensDetails")) {
      tokens +=
          part.path("modality").asText().equals("AUDIO") ? part.get("tokenCount").asLong() : 0;
    }
    return tokens;
  }

  private static List<Cause> both(List<Cause> some, List<Cause> others) {
    List<Cause> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
