package dev.costgraph.books;

import dev.costgraph.BadRequest;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetApi;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.platform.Platform;
import dev.costgraph.platform.PlatformGraph;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** Asking whether the books balance. */
@GraphQLApi
public class BooksApi {

  private final BooksGraph books;
  private final BudgetGraph budgets;
  private final PlatformGraph platforms;
  private final BooksSchedule schedule;

  BooksApi(BooksGraph books, BudgetGraph budgets, PlatformGraph platforms, BooksSchedule schedule) {
    this.books = books;
    this.budgets = budgets;
    this.platforms = platforms;
    this.schedule = schedule;
  }

  @Query("books")
  @RunOnVirtualThread
  @Description(
      "Recomputes every counter and cell of the platform, or the counters of one budget's subtree,"
          + " from the facts up to one sequence number. It reads every usage of the platform."
          + " What is folded is compared by its sums. Errors: NOT_FOUND, INVALID_VALUE, FOLDED,"
          + " UNAVAILABLE.")
  public @NonNull Books books(
      @DefaultValue(Platform.DEFAULT_ID) @Id String platformId,
      @Id @Nullable String budgetId,
      @Nullable
          @Description(
              "Replays the facts up to this number only and says whether they are whole: none"
                  + " missing or twice, each reservation opened where it fitted and ended once,"
                  + " each alert and edit with what was counted when it happened. Counters and"
                  + " cells know the present alone and are not compared. FOLDED below the number up"
                  + " to which facts are folded.")
          Long asOfSequence) {
    if (budgetId != null) {
      Budget budget = budgets.budgets(List.of(budgetId)).get(budgetId);
      if (budget == null) {
        throw BudgetApi.notFound(budgetId);
      }
      return check(budget.platformId(), budgetId, asOfSequence);
    }
    requirePlatform(platformId);
    return check(platformId, null, asOfSequence);
  }

  @Query("lastBooksCheck")
  @RunOnVirtualThread
  @Description(
      "What the last check of the platform's books by the clock of this process found; nothing is"
          + " recomputed. A check goes on from the one before and compares the counters that"
          + " changed since. Null before the first check, when it could not be made, and where"
          + " checks are off. Errors: NOT_FOUND.")
  public @Nullable Books lastBooksCheck(@DefaultValue(Platform.DEFAULT_ID) @Id String platformId) {
    requirePlatform(platformId);
    return schedule.last(platformId);
  }

  private void requirePlatform(String platformId) {
    if (platforms.platforms().stream().noneMatch(p -> p.platformId().equals(platformId))) {
      throw new BadRequest(
          BadRequest.Code.NOT_FOUND,
          "platformId",
          "no platform has the id '%s'".formatted(platformId));
    }
  }

  private Books check(String platformId, @Nullable String budgetId, @Nullable Long asOfSequence) {
    return asOfSequence == null
        ? books.check(platformId, budgetId)
        : books.checkAsOf(platformId, budgetId, asOfSequence);
  }
}
