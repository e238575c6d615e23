package dev.costgraph.provider;

import static dev.costgraph.provider.ProviderApi.OPENAI_COMPATIBLE;
import static dev.costgraph.provider.ProviderApi.OPENROUTER;
import static dev.costgraph.provider.Reading.counted;
import static dev.costgraph.provider.Reading.counts;
import static dev.costgraph.provider.Reading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.StatedCost;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What hosts pass on of other providers' forms. */
class PassedOnUsageTests {

  @Test
  void shouldReadWhatOpenRouterAnswersInAnthropicsForm() {
    Counted usage =
        counted(
            OPENROUTER,
            """
            {'input_tokens': 5, 'output_tokens': 7, 'cache_read_input_tokens': 11,
             'cache_creation_input_tokens': 13,
             'cache_creation': {'ephemeral_5m_input_tokens': 0, 'ephemeral_1h_input_tokens': 13},
             'server_tool_use': {'web_search_requests': 2}, 'cost': 0.25, 'is_byok': false}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens())
        .isEqualTo(counts().input(5).output(7).cacheRead(11).cacheWrite1h(13).tokens());
    assertThat(usage.quantities()).containsExactly(new Quantity("web_search_request", 2));
    assertThat(usage.statedCost()).isEqualTo(new StatedCost(new BigDecimal("0.25"), "USD", null));
  }

  @Test
  void shouldTakeTheLifetimesThatAHostPassesOn() {
    String json =
        """
        {'prompt_tokens': 110, 'completion_tokens': 1, 'total_tokens': 111,
         'prompt_tokens_details': {'cache_write_tokens': 100},
         'cache_creation': {'ephemeral_5m_input_tokens': 0, 'ephemeral_1h_input_tokens': 100}}
        """;

    assertThat(tokens(OPENROUTER, json))
        .isEqualTo(counts().input(10).output(1).cacheWrite1h(100).tokens());
    assertThat(tokens(OPENAI_COMPATIBLE, json)).isEqualTo(tokens(OPENROUTER, json));
  }

  @Test
  void shouldSayThatMoreThanTheWholeIsNotBooked() {
    // billed apart by a host that says so nowhere in the object
    Counted usage =
        counted(
            OPENAI_COMPATIBLE,
            """
            {'prompt_tokens': 10, 'completion_tokens': 20, 'total_tokens': 30,
             'reasoning_tokens': 50}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(10).output(20).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "reasoning_tokens is 50, more than completion_tokens 20, so it cannot be part of it:"
                + " nothing is booked for it");
  }
}
