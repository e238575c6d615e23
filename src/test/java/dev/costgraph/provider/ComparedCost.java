package dev.costgraph.provider;

import dev.costgraph.pricing.CostComponent;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.Priced;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.GenaiTable.Listed;
import dev.costgraph.provider.ProviderUsage.Counted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one recorded usage costs: by this service, from the object to the sum of the lines, and by
 * genai-prices' table, from the counts of its extractors.
 *
 * @param model under which it would be booked
 * @param host where it was used, under this service's name; null: not recorded
 * @param isCatalogued whether the shipped catalogue has a price of the model there
 * @param listed the model in genai-prices; null: it has none
 * @param counts by genai-prices' names; null: its extractor misses a field that it requires
 * @param theirs in USD, exact; null: not known
 */
record ComparedCost(
    RecordedUsage usage,
    String model,
    @Nullable String host,
    Counted counted,
    boolean isCatalogued,
    Priced ours,
    @Nullable Listed listed,
    @Nullable Map<String, Long> counts,
    @Nullable BigDecimal theirs) {

  /** A nano is the last place of a line, so that rounding moves it by half of one at most. */
  private static final BigDecimal HALF_A_NANO = new BigDecimal("5E-10");

  /** Host → what genai-prices calls it, where none of its rules says so. */
  private static final Map<String, String> GENAI_HOSTS = Map.of("zai", "zhipuai");

  static ComparedCost of(
      RecordedUsage usage,
      Counted counted,
      PriceBook book,
      GenaiTable table,
      GenaiExtractors extractors,
      Instant at) {
    String model = bookedModel(usage);
    String host = host(usage);
    ServiceTier stated = counted.serviceTier();
    Priced ours =
        Priced.of(
            book,
            "USD",
            counted.consumption(),
            model,
            host,
            stated == null ? ServiceTier.STANDARD : stated,
            at);
    Listed listed = table.find(host == null ? null : GENAI_HOSTS.getOrDefault(host, host), model);
    String extractor = GenaiExtractors.nameFor(usage);
    Map<String, Long> counts =
        extractor == null ? countedByPaths(usage) : extractors.extract(extractor, usage.usage());
    BigDecimal theirs = listed == null || counts == null ? null : listed.cost(counts, at);
    boolean isCatalogued = book.find(model, host, at).isPresent();
    return new ComparedCost(
        usage, model, host, counted, isCatalogued, ours, listed, counts, theirs);
  }

  /** {@return as answered; at Bedrock as invoked, since an answer there has the maker's name} */
  static String bookedModel(RecordedUsage usage) {
    boolean asAsked = usage.model().isEmpty() || usage.recordedApi().startsWith("bedrock");
    return asAsked ? usage.requestModel() : usage.model();
  }

  boolean isCompared() {
    return isCatalogued && listed != null;
  }

  /** {@return whether genai-prices publishes no extractor for the form, and paths counted it} */
  boolean isCountedByPaths() {
    return GenaiExtractors.nameFor(usage) == null;
  }

  /** {@return in USD, the sum of the lines; null when it is not priced} */
  @Nullable BigDecimal oursInUsd() {
    return ours instanceof Priced.Known known
        ? BigDecimal.valueOf(lines(known).stream().mapToLong(CostComponent::costNanos).sum(), 9)
        : null;
  }

  /** {@return whether both are the same but for the rounding of each line} */
  boolean agrees() {
    return theirs != null && isOurs(theirs);
  }

  /** {@return whether this service says so, but for the rounding of each line} */
  boolean isOurs(BigDecimal usd) {
    BigDecimal mine = oursInUsd();
    if (mine == null || !(ours instanceof Priced.Known known)) {
      return false;
    }
    BigDecimal rounding = HALF_A_NANO.multiply(BigDecimal.valueOf(lines(known).size()));
    return mine.subtract(usd).abs().compareTo(rounding) <= 0;
  }

  boolean isTheirs(BigDecimal usd) {
    return theirs != null && theirs.compareTo(usd) == 0;
  }

  /** {@return why this service has no cost; "" when it has} */
  String unpriced() {
    return ours instanceof Priced.Unknown unknown ? unknown.because() : "";
  }

  private static List<CostComponent> lines(Priced.Known known) {
    return known.charges().stream().flatMap(charge -> charge.cost().components().stream()).toList();
  }

  private static Map<String, Long> countedByPaths(RecordedUsage usage) {
    TokenCounts counts = PathTable.of(usage).counts();
    return Map.of(
        "input_tokens", counts.prompt(),
        "output_tokens", counts.completion(),
        "cache_read_tokens", counts.cacheRead(),
        "cache_write_tokens", counts.cacheWrite5m() + counts.cacheWrite1h());
  }

  private static @Nullable String host(RecordedUsage usage) {
    String api = usage.recordedApi();
    return switch (api) {
      case "openai_chat", "openai_responses" -> "openai";
      case "azure_openai_chat", "azure_openai_responses" -> "azure";
      case "bedrock_converse", "bedrock_invoke" -> "bedrock";
      case "gemini" -> "google";
      case "vertex_gemini" -> "vertex";
      case "embeddings" -> hostOfEmbeddings(usage.model());
      case "other" -> null; // gateways, that do not say who answered
      default -> api;
    };
  }

  private static String hostOfEmbeddings(String model) {
    if (model.startsWith("voyage") || model.startsWith("rerank")) {
      return "voyage";
    }
    return model.startsWith("mistral") ? "mistral" : "openai";
  }
}
