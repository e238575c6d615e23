package dev.costgraph.pricing;

import dev.costgraph.money.Decimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

@Input("ModelPriceInput")
@Description(
    "A price of one's own. It goes before list prices for usages from effectiveFrom on, a"
        + " platform's before the service's. Usages that are booked keep their price.")
public record ModelPriceInput(
    @NonNull @Description("its id at the provider, or an alias of it") String model,
    @NonNull @Description("who bills, e.g. openai or azure") String provider,
    @Id @Nullable @Description("whose price it is; absent: that of every platform")
        String platformId,
    @Nullable
        @Description("inclusive; absent: since ever, until the first dated own price of the model")
        Instant effectiveFrom,
    @DefaultValue("USD") @Description("ISO 4217; a discount keeps that of the list price")
        String currency,
    @Nullable
        @Description(
            "per 1,000,000 tokens or one of a quantity; absent: those of the list price at"
                + " effectiveFrom, which a discountPercent needs then")
        List<@NonNull PriceComponentInput> components,
    @Nullable @Description("taken off every component, at most 100; below 0: a mark-up")
        Decimal discountPercent) {

  /** An explicit null is the default. */
  public ModelPriceInput {
    currency = Objects.requireNonNullElse(currency, "USD");
  }
}
