package dev.costgraph.books;

import dev.costgraph.money.Decimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** One counter that does not say what the facts say. */
@Description(
    "One counter that does not say what the facts say. Amounts of money are in the currency.")
public record BookDifference(
    @Id @Nullable @Description("of a budget's counter") String budgetId,
    @Nullable @Description("the id of a cost cell") String cell,
    @NonNull @Description("what was compared, with the start of the period") String counter,
    @NonNull Decimal recorded,
    @NonNull Decimal computed) {}
