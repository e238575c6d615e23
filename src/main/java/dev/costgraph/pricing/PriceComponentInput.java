package dev.costgraph.pricing;

import dev.costgraph.money.Decimal;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

@Input("PriceComponentInput")
@Description("What one kind of consumption costs.")
public record PriceComponentInput(
    @NonNull
        @Description(
            "input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning, audioInput,"
                + " audioOutput, imageInput or imageOutput, or the unit of a quantity, e.g. page")
        String name,
    @Nullable
        @Description(
            "1000000 tokens for a count of tokens, the name itself for a quantity; absent: that")
        String unit,
    @NonNull @Description("not negative; 0 is free of charge") Decimal price,
    @DefaultValue("STANDARD") ServiceTier tier,
    @Nullable
        @Description(
            "It holds for prompts of more tokens than this, cached ones included, instead of the"
                + " component for shorter ones.")
        Integer aboveTokens) {

  /** An explicit null is the default. */
  public PriceComponentInput {
    tier = Objects.requireNonNullElse(tier, ServiceTier.STANDARD);
  }
}
