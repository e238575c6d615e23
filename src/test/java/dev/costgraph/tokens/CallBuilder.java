package dev.costgraph.tokens;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link EstimateInput} of the fields that a test names. */
final class CallBuilder {

  private final String model;
  private @Nullable String provider;
  private ServiceTier tier = ServiceTier.STANDARD;
  private @Nullable String text;
  private @Nullable List<MessageInput> messages;
  private @Nullable Integer tokens;
  private @Nullable Integer expectedOutput;
  private @Nullable Integer maxOutput;
  private @Nullable Decimal cached;
  private @Nullable String currency;

  CallBuilder(String model) {
    this.model = model;
  }

  CallBuilder provider(String name) {
    provider = name;
    return this;
  }

  CallBuilder tier(ServiceTier serviceTier) {
    tier = serviceTier;
    return this;
  }

  CallBuilder text(@Nullable String prompt) {
    text = prompt;
    return this;
  }

  CallBuilder messages(List<MessageInput> prompt) {
    messages = prompt;
    return this;
  }

  CallBuilder tokens(@Nullable Integer input) {
    tokens = input;
    return this;
  }

  CallBuilder output(@Nullable Integer expected, @Nullable Integer max) {
    expectedOutput = expected;
    maxOutput = max;
    return this;
  }

  CallBuilder cached(String share) {
    cached = new Decimal(share);
    return this;
  }

  CallBuilder currency(String wanted) {
    currency = wanted;
    return this;
  }

  EstimateInput input() {
    return new EstimateInput(
        model,
        provider,
        null,
        tier,
        text,
        messages,
        tokens,
        expectedOutput,
        maxOutput,
        currency,
        cached);
  }
}
