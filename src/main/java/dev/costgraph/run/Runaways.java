package dev.costgraph.run;

import dev.costgraph.money.Decimal;
import dev.costgraph.usage.UsageKind;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Runs that did more than they may. */
@Description("Runs that did more than they may: loops and delegation without end.")
public record Runaways(
    @NonNull @Description("By cost descending, then by kind, run and the rest; at most first.")
        List<@NonNull Runaway> findings,
    @NonNull @Description("ISO 4217, of the platform.") String currency) {

  /** What is wrong with a run. */
  @Description(
      "What is wrong with a run; one run may be found for several. CALLS_ABOVE_USUAL: an agent made"
          + " far more calls for a task in it than in its other runs. REPEATED_CALLS: an agent"
          + " made the same call in it again and again: of a model with as many tokens in and out,"
          + " or of a tool or anything else for the same amount and quantity. DEEP: runs that it"
          + " spawned spawned runs in turn, too often. WIDE: it spawned too many runs itself.")
  public enum RunawayKind {
    CALLS_ABOVE_USUAL,
    REPEATED_CALLS,
    DEEP,
    WIDE
  }

  /**
   * One finding.
   *
   * @param costNanos in nanos of the currency
   */
  @Description("One finding, of what was used within the time asked for.")
  public record Runaway(
      @NonNull RunawayKind kind,
      @Id @NonNull @Description("Of DEEP the root of the tree.") String runId,
      @Id
          @Nullable
          @Description(
              "Whose calls they are; of DEEP and WIDE who performed the run, null while it is known"
                  + " only as a parent.")
          String agentId,
      @Id @Nullable @Description("Of CALLS_ABOVE_USUAL, null for usages of no task; else null.")
          String taskId,
      @Nullable @Description("Of REPEATED_CALLS; else null.") UsageKind usageKind,
      @Nullable @Description("Of REPEATED_CALLS, null for calls without one; else null.")
          String capability,
      @Nullable @Description("Of REPEATED_CALLS, null for calls of no model; else null.")
          String model,
      @Nullable @Description("Of each call of REPEATED_CALLS that has tokens; else null.")
          Long promptTokens,
      @Nullable @Description("Of each call of REPEATED_CALLS that has tokens; else null.")
          Long completionTokens,
      @Description(
              "Calls of CALLS_ABOVE_USUAL and REPEATED_CALLS, runs above the deepest of DEEP, runs"
                  + " spawned of WIDE.")
          long measured,
      @Description("What measured is above.") long bound,
      @Nullable @Description("The median of CALLS_ABOVE_USUAL; else null.") Long usual,
      @Ignore long costNanos) {

    @NonNull
    @Description(
        "Of the calls; of DEEP all usages in the runs that are deeper than the bound; of WIDE the"
            + " spawned runs with everything below them.")
    public Decimal getCost() {
      return Decimal.ofNanos(costNanos);
    }

    static Runaway ofRun(
        RunawayKind kind, RunForest.Link run, long measured, long bound, long costNanos) {
      return new Runaway(
          kind,
          run.runId(),
          run.performerId(),
          null,
          null,
          null,
          null,
          null,
          null,
          measured,
          bound,
          null,
          costNanos);
    }
  }

  private static final Comparator<Runaway> BY_COST =
      Comparator.comparingLong(Runaway::costNanos)
          .reversed()
          .thenComparing(Runaway::kind)
          .thenComparing(Runaway::runId)
          .thenComparing(Runaway::toString);

  /** {@return the first of the findings} */
  static Runaways of(List<Runaway> findings, int first, String currency) {
    return new Runaways(findings.stream().sorted(BY_COST).limit(first).toList(), currency);
  }
}
