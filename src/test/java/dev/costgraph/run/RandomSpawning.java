package dev.costgraph.run;

import dev.costgraph.run.DelegationModel.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random usages of runs that spawn runs: chains and wide trees mixed, over three days. Not every
 * usage names the parent of its run, and some runs are only ever named as one.
 *
 * @param contradicting whether some usages name another parent, which may close a loop, and some
 *     are of another agent than the run's other ones: their order matters
 */
public record RandomSpawning(Random random, boolean contradicting) {

  public static final Instant START = Instant.parse("2026-05-04T22:00:00Z");
  public static final int SECONDS = 3 * 86_400;

  /** What is a multiple of it may be booked as tokens, at this price each. */
  public static final long NANOS_PER_TOKEN = 1_000_000;

  private static final int AGENTS = 4;

  /** {@return usages in the order of time in which they might have happened, numbered from 0} */
  public List<Told> list(int runs) {
    int[] parents = new int[runs];
    List<Told> usages = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      parents[run] =
          switch (run == 0 ? 0 : random.nextInt(10)) {
            case 0 -> -1;
            case 1, 2, 3, 4 -> run - 1;
            default -> random.nextInt(run);
          };
      int calls = random.nextInt(5);
      for (int call = 0; call < calls; call++) {
        usages.add(usage(usages.size(), run, parents[run], runs));
      }
    }
    for (int i = 0; i < runs / 10; i++) {
      usages.add(told(usages.size(), agent(random.nextInt(AGENTS)), null, null));
    }
    return usages;
  }

  private Told usage(int number, int run, int parent, int runs) {
    String agentId = agent(isOdd(10) ? random.nextInt(AGENTS) : run % AGENTS);
    int named = isOdd(3) ? random.nextInt(runs) : parent;
    boolean naming = named >= 0 && random.nextInt(3) > 0;
    return told(number, agentId, run(run), naming ? run(named) : null);
  }

  private Told told(
      int number, String agentId, @Nullable String runId, @Nullable String parentRunId) {
    Instant at = START.plusSeconds(random.nextInt(SECONDS));
    long nanos =
        switch (random.nextInt(10)) {
          case 0 -> 0;
          case 1, 2 -> NANOS_PER_TOKEN * (1 + random.nextInt(2_000));
          default -> random.nextInt(2_000_000_000);
        };
    return new Told(number, "op-" + number, agentId, runId, parentRunId, at, nanos);
  }

  /** {@return whether this one contradicts others, one of so many} */
  private boolean isOdd(int of) {
    return contradicting && random.nextInt(of) == 0;
  }

  private static String agent(int number) {
    return "agent-" + number;
  }

  private static String run(int number) {
    return "run-%03d".formatted(number);
  }
}
