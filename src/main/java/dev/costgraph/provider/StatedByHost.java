package dev.costgraph.provider;

import dev.costgraph.provider.ProviderUsage.StatedCost;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What OpenRouter and xAI state beside tokens: what they charge, and their servers' tools. */
final class StatedByHost {

  private static final String DOLLARS = "USD";

  /** xAI's unit of money is 1e-10 dollars. */
  private static final int TICK_SCALE = 10;

  /** xAI's field → one of what it counts. */
  private static final Map<String, String> XAI_TOOLS =
      Map.of(
          "web_search_calls", "web_search_call",
          "x_search_calls", "x_search_call",
          "code_interpreter_calls", "code_interpreter_call",
          "file_search_calls", "file_search_call",
          "mcp_calls", "mcp_call",
          "document_search_calls", "document_search_call",
          "image_generation_calls", "image_generation_call");

  private StatedByHost() {}

  /** OpenRouter's credits are dollars. With the caller's own key it charges its fee alone. */
  static void openRouterCost(UsageJson json, Findings found) {
    UsageJson details = json.inside("cost_details");
    BigDecimal cost = json.amount("cost", 0);
    boolean ownKey = json.isTrue("is_byok");
    BigDecimal upstream = ownKey ? details.amount("upstream_inference_cost", 0) : null;
    if (cost != null) {
      BigDecimal passedOn = details.amount("upstream_inference_cost", 0);
      if (!ownKey && passedOn != null && passedOn.compareTo(cost) > 0) {
        found.warn(
            ("cost is %s, %s is %s, more than it, and is_byok does not say that the caller's own"
                    + " key was used: the cost alone is kept")
                .formatted(cost, details.pathOf("upstream_inference_cost"), passedOn));
      }
      found.statedCost(new StatedCost(cost, DOLLARS, upstream));
      if (ownKey && upstream == null) {
        found.warn(
            ("cost %s is OpenRouter's fee for a call with the caller's own key: what the"
                    + " provider bills besides is not stated")
                .formatted(cost));
      }
    }
  }

  /** What OpenRouter's servers did, in either spelling. */
  static void openRouterTools(UsageJson json, Findings found) {
    UsageJson tools =
        json.inside(json.stated(List.of("server_tool_use_details", "server_tool_use")));
    long searches = tools.countOrZero("web_search_requests");
    long executed = tools.countOrZero("tool_calls_executed");
    tools.information("tool_calls_requested");
    found.quantity("web_search_request", searches);
    found.quantity("server_tool_call", Math.max(0, executed - searches));
  }

  /** xAI's charge, its search sources and its servers' tools. */
  static void xai(UsageJson json, Findings found) {
    BigDecimal cost = json.amount("cost_in_usd_ticks", TICK_SCALE);
    if (cost != null) {
      found.statedCost(new StatedCost(cost, DOLLARS, null));
    }
    found.quantity("live_search_source", json.countOrZero("num_sources_used"));
    UsageJson tools = json.inside("server_side_tool_usage_details");
    XAI_TOOLS.forEach((field, unit) -> found.quantity(unit, tools.countOrZero(field)));
    UsageJson context = json.inside("context_details");
    context.information("input_tokens", "output_tokens");
    json.information("num_server_side_tools_used", "prompt_text_tokens");
  }
}
