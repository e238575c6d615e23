package dev.costgraph.budget;

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

@Input("BudgetInput")
@Description("A new budget. The same again changes nothing.")
public record BudgetInput(
    @Id @NonNull String budgetId,
    @NonNull String name,
    @NonNull BudgetType type,
    @Id
        @Nullable
        @Description(
            "platform, project, task, agent, user or model id; none for CUSTOM; for PLATFORM it may"
                + " be absent")
        String resourceId,
    @Id @Nullable @Description("absent: that of the parents, else of the resource, else default")
        String platformId,
    @DefaultValue("[]") @Description("of the same platform, open, each once")
        List<String> parentBudgetIds,
    @DefaultValue("MONEY") Unit unit,
    @Nullable @Description("null: no limit; whole for TOKENS; not negative") Decimal limit,
    @DefaultValue("MONTH") Period period,
    @DefaultValue("UTC") @Description("IANA zone of the period") String zone,
    @Nullable @Description("of a FIXED period, needed there") Instant periodStart,
    @Nullable @Description("of a FIXED period, exclusive, needed there") Instant periodEnd,
    @DefaultValue("HARD") Enforcement enforcement,
    @DefaultValue("[\"0.8\"]")
        @Description("fractions of the limit above 0 and up to 10, at most 10")
        List<Decimal> warningThresholds) {

  /** An explicit null is the default; a null in a list is passed over. */
  public BudgetInput {
    parentBudgetIds = present(Objects.requireNonNullElse(parentBudgetIds, List.of()));
    unit = Objects.requireNonNullElse(unit, Unit.MONEY);
    period = Objects.requireNonNullElse(period, Period.MONTH);
    zone = Objects.requireNonNullElse(zone, "UTC");
    enforcement = Objects.requireNonNullElse(enforcement, Enforcement.HARD);
    warningThresholds =
        present(Objects.requireNonNullElse(warningThresholds, List.of(new Decimal("0.8"))));
  }

  private static <T> List<T> present(List<T> values) {
    return values.stream().filter(Objects::nonNull).toList();
  }
}
