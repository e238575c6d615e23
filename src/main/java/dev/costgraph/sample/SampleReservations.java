package dev.costgraph.sample;

import dev.costgraph.ledger.LedgerApi;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import java.time.Instant;
import java.util.List;

/**
 * Reservations of the sample. They are held now and not in October, for nothing can be held in the
 * past: two stay open for a day, two are settled (one of them above its hold), one is released and
 * one is denied.
 */
final class SampleReservations {

  private static final int DAY_SECONDS = 86_400;
  private static final Instant LAST_CALLS = Instant.parse("2026-10-31T10:00:00Z");

  private SampleReservations() {}

  /** Makes them; what was made before is left as it is. */
  static void make(LedgerApi ledger) {
    ledger.reserveAll(
        List.of(
            hold("sample-edit", "coder", "sample-features", "0.4"),
            hold("sample-report", "researcher", "sample-market-reports", "0.25"),
            hold("sample-review", "reviewer", "sample-code-review", "0.3"),
            hold("sample-analysis", "analyst", "sample-competitors", "0.1"),
            hold("sample-plan", "planner", "sample-tests", "0.05"),
            hold("sample-sort", "support-agent", "sample-triage", "0.5")));
    settle(ledger, "sample-review", "reviewer", SampleModel.OPUS, 22_000, 1_900);
    settle(ledger, "sample-analysis", "analyst", SampleModel.GPT, 41_000, 3_300);
    ledger.release("sample-plan");
  }

  private static ReserveInput hold(
      String reservationId, String agentId, String taskId, String amount) {
    return new ReserveInput(
        reservationId,
        agentId,
        taskId,
        null,
        null,
        null,
        null,
        null,
        ServiceTier.STANDARD,
        null,
        new Decimal(amount),
        null,
        DAY_SECONDS);
  }

  /** The usage names no task: it is booked where the reservation is. */
  private static void settle(
      LedgerApi ledger,
      String reservationId,
      String agentId,
      SampleModel model,
      int inputTokens,
      int outputTokens) {
    ledger.settle(
        reservationId,
        new UsageInput(
            reservationId,
            agentId,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            UsageKind.LLM_CALL,
            model.modelId(),
            model.provider(),
            ServiceTier.STANDARD,
            tokens(inputTokens, outputTokens),
            null,
            null,
            null,
            null,
            null,
            LAST_CALLS,
            UsageOutcome.SUCCEEDED,
            null,
            null));
  }

  private static TokenCountsInput tokens(int input, int output) {
    return new TokenCountsInput(input, output, 0, 0, 0, 0, 0, 0, 0, 0);
  }
}
