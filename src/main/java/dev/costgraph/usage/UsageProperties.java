package dev.costgraph.usage;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.ExchangeRate;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of {@code Usage} and {@code CostEntry} nodes. A token count of zero is not stored:
 * an absent one is zero.
 */
public final class UsageProperties {

  private UsageProperties() {}

  /** {@return the ten token counts as properties} */
  public static Map<String, Object> of(TokenCounts tokens) {
    Map<String, Object> map = new HashMap<>();
    map.put("input_tokens", tokens.input());
    map.put("output_tokens", tokens.output());
    map.put("cache_read_tokens", tokens.cacheRead());
    map.put("cache_write_5m_tokens", tokens.cacheWrite5m());
    map.put("cache_write_1h_tokens", tokens.cacheWrite1h());
    map.put("reasoning_tokens", tokens.reasoning());
    map.put("audio_input_tokens", tokens.audioInput());
    map.put("audio_output_tokens", tokens.audioOutput());
    map.put("image_input_tokens", tokens.imageInput());
    map.put("image_output_tokens", tokens.imageOutput());
    return map;
  }

  /** {@return the counts that {@link #of(TokenCounts)} gave} */
  public static TokenCounts tokens(Properties node) {
    return new TokenCounts(
        node.numberOrZero("input_tokens"),
        node.numberOrZero("output_tokens"),
        node.numberOrZero("cache_read_tokens"),
        node.numberOrZero("cache_write_5m_tokens"),
        node.numberOrZero("cache_write_1h_tokens"),
        node.numberOrZero("reasoning_tokens"),
        node.numberOrZero("audio_input_tokens"),
        node.numberOrZero("audio_output_tokens"),
        node.numberOrZero("image_input_tokens"),
        node.numberOrZero("image_output_tokens"));
  }

  /** {@return the properties of a usage, without those that only the ledger knows} */
  public static Map<String, Object> of(Usage usage) {
    Map<String, Object> map = new HashMap<>();
    map.put("operation_id", usage.nodeId());
    map.put("agent_id", usage.agentId());
    map.put("task_id", usage.taskId());
    map.put("project_id", usage.projectId());
    map.put("platform_id", usage.platformId());
    map.put("user_id", usage.userId());
    map.put("run_id", usage.runId());
    map.put("parent_run_id", usage.parentRunId());
    map.put("step", usage.step());
    map.put("capability_type", usage.capability());
    map.put("usage_kind", usage.kind().name());
    map.put("model_id", usage.model());
    map.put("provider", usage.provider());
    map.put("service_tier", usage.serviceTier().name());
    map.put("outcome", usage.outcome().name());
    map.put("quantity", text(usage.quantity()));
    map.put("quantity_unit", usage.quantityUnit());
    map.put("amount", text(usage.amount()));
    map.put("amount_currency", usage.amountCurrency());
    map.put("timestamp", Properties.time(usage.timestamp()));
    map.put("recorded_at", Properties.time(usage.recordedAt()));
    map.put("sequence", usage.sequence());
    map.put("currency", usage.currency());
    map.put("stated_cost", text(usage.statedCost()));
    map.put("stated_currency", usage.statedCurrency());
    map.put("tags", usage.tags().isEmpty() ? null : usage.tags().stream().map(Tag::text).toList());
    TokenCounts tokens = usage.tokens();
    if (tokens != null) {
      of(tokens).forEach((key, count) -> map.put(key, count.equals(0L) ? null : count));
      map.put("prompt_tokens", tokens.prompt());
      map.put("completion_tokens", tokens.completion());
      map.put("total_tokens", tokens.getTotal());
    }
    if (!usage.share().isWhole()) {
      map.putAll(of(usage.share(), usage.operationId()));
    }
    return map;
  }

  /** {@return what the node of a part says beyond its own counts} */
  private static Map<String, Object> of(Share share, String operationId) {
    Map<String, Object> map = new HashMap<>();
    map.put("share_of", operationId);
    map.put("share_number", share.number());
    map.put(
        "share_weights",
        share.weights().stream().map(Decimal::ofNanos).map(Decimal::text).toList());
    map.put("share_ids", share.number() == 1 ? share.nodeIds(operationId) : null);
    map.put("calls", share.calls() == 1 ? null : share.calls());
    map.put(
        "whole_tokens", share.tokens() == null ? null : new Part("whole", share.tokens()).text());
    map.put("whole_quantity", text(share.quantity()));
    map.put("whole_amount", text(share.amount()));
    return map;
  }

  private static Share share(Properties node) {
    Long number = node.numberOrNull("share_number");
    String tokens = node.textOrNull("whole_tokens");
    return number == null
        ? Share.WHOLE
        : new Share(
            Math.toIntExact(number),
            node.texts("share_weights").stream().map(w -> new Decimal(w).toNanos()).toList(),
            tokens == null ? null : Part.parse(tokens).tokens(),
            decimal(node.textOrNull("whole_quantity")),
            decimal(node.textOrNull("whole_amount")));
  }

  /** {@return the usage, or the part, of a node and its entries by sequence} */
  public static Usage usage(Properties node, List<Properties> entryNodes) {
    String currency = node.text("currency");
    List<CostEntry> entries = entryNodes.stream().map(entry -> entry(entry, currency)).toList();
    long cost =
        entryNodes.stream().mapToLong(e -> e.number("total_cost_nanos")).reduce(0, Math::addExact);
    String shareOf = node.textOrNull("share_of");
    return new Usage(
        shareOf == null ? node.text("operation_id") : shareOf,
        node.text("agent_id"),
        node.textOrNull("task_id"),
        node.textOrNull("project_id"),
        node.text("platform_id"),
        node.textOrNull("user_id"),
        node.textOrNull("run_id"),
        node.textOrNull("parent_run_id"),
        node.textOrNull("step"),
        node.textOrNull("capability_type"),
        UsageKind.valueOf(node.text("usage_kind")),
        node.textOrNull("model_id"),
        node.textOrNull("provider"),
        ServiceTier.valueOf(node.text("service_tier")),
        UsageOutcome.valueOf(node.text("outcome")),
        node.has("total_tokens") ? tokens(node) : null,
        decimal(node.textOrNull("quantity")),
        node.textOrNull("quantity_unit"),
        decimal(node.textOrNull("amount")),
        node.textOrNull("amount_currency"),
        node.instant("timestamp"),
        node.instant("recorded_at"),
        node.number("sequence"),
        entries.isEmpty() ? null : Decimal.ofNanos(cost),
        currency,
        decimal(node.textOrNull("stated_cost")),
        node.textOrNull("stated_currency"),
        entries,
        node.texts("tags").stream().map(Tag::of).toList(),
        share(node),
        List.of());
  }

  private static CostEntry entry(Properties node, String currency) {
    return new CostEntry(
        EntryKind.valueOf(node.text("entry_kind")),
        node.textOrNull("model_id"),
        Decimal.ofNanos(node.number("prompt_cost_nanos")),
        Decimal.ofNanos(node.number("completion_cost_nanos")),
        Decimal.ofNanos(node.number("total_cost_nanos")),
        currency,
        original(node),
        node.textOrNull("reason"),
        node.instant("recorded_at"),
        node.number("sequence"));
  }

  /** {@return what an entry says of a cost that was converted} */
  static Map<String, Object> of(OriginalCost original) {
    ExchangeRate rate = original.rate();
    return Map.of(
        "original_cost_nanos", original.cost().toNanos(),
        "original_currency", original.currency(),
        "exchange_base", rate.base(),
        "exchange_quote", rate.quote(),
        "exchange_rate", rate.rate().text(),
        "exchange_effective_from", Properties.time(rate.effectiveFrom()));
  }

  private static @Nullable OriginalCost original(Properties entry) {
    Long nanos = entry.numberOrNull("original_cost_nanos");
    return nanos == null
        ? null
        : new OriginalCost(
            Decimal.ofNanos(nanos),
            entry.text("original_currency"),
            new ExchangeRate(
                entry.text("exchange_base"),
                entry.text("exchange_quote"),
                new Decimal(entry.text("exchange_rate")),
                entry.instant("exchange_effective_from")));
  }

  private static @Nullable String text(@Nullable Decimal value) {
    return value == null ? null : value.text();
  }

  private static @Nullable Decimal decimal(@Nullable String text) {
    return text == null ? null : new Decimal(text);
  }
}
