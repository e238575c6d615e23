package dev.costgraph.pricing;

import org.eclipse.microprofile.graphql.Description;

/** What a provider charges more for when a prompt passes a threshold. */
@Description("What a provider charges more for when a prompt passes a threshold.")
public enum LongPrompts {
  /**
   * The whole request moves to the price above: every token of prompt and completion. So do
   * Anthropic, Google, OpenAI, xAI and Alibaba.
   */
  @Description("The whole request: every token of prompt and completion.")
  WHOLE_REQUEST,
  /**
   * Only the tokens of the prompt beyond the threshold cost the price above. Cached tokens come
   * first in a prompt: reads, then writes, then the rest.
   */
  @Description("Only the tokens of the prompt beyond the threshold.")
  PART_ABOVE
}
