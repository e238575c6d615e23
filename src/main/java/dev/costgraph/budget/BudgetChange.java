package dev.costgraph.budget;

import dev.costgraph.money.Decimal;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

@Input("BudgetChange")
@Description("What is absent stays as it is.")
public record BudgetChange(
    @Nullable String name,
    @Nullable @Description("whole for TOKENS; not negative") Decimal limit,
    @DefaultValue("false") @Description("takes the limit away") Boolean noLimit,
    @Nullable Enforcement enforcement,
    @Nullable @Description("fractions of the limit above 0 and up to 10, at most 10")
        List<Decimal> warningThresholds) {

  /** An explicit null is the default; a null threshold is passed over. */
  public BudgetChange {
    noLimit = Objects.requireNonNullElse(noLimit, false);
    warningThresholds =
        warningThresholds == null
            ? null
            : warningThresholds.stream().filter(Objects::nonNull).toList();
  }
}
