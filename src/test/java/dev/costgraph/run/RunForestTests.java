package dev.costgraph.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.run.AgentCosts.AgentCost;
import dev.costgraph.run.DelegationModel.Told;
import dev.costgraph.run.Delegations.Delegation;
import dev.costgraph.run.RunForest.Link;
import dev.costgraph.run.RunForest.Node;
import dev.costgraph.run.RunForest.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What agents delegate, added up over trees in memory, against plain loops. */
class RunForestTests {

  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

  static LongStream seeds() {
    long first = Long.getLong("costgraph.seed", System.nanoTime());
    return LongStream.range(first, first + 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldAddUpAsPlainLoopsDo(long seed) {
    Random random = new Random(seed);
    DelegationModel model =
        new DelegationModel(new RandomSpawning(random, true).list(1 + random.nextInt(60)));
    Instant cut = RandomSpawning.START.plusSeconds(random.nextInt(RandomSpawning.SECONDS));
    for (List<Instant> range : List.of(List.of(FROM, TO), List.of(FROM, cut), List.of(cut, TO))) {
      RunForest forest = forest(model, range.getFirst(), range.getLast());

      assertThat(agentCosts(forest))
          .as("seed %d", seed)
          .isEqualTo(model.agentCosts(range.getFirst(), range.getLast()));
      assertThat(delegations(forest))
          .as("seed %d", seed)
          .isEqualTo(model.delegations(range.getFirst(), range.getLast()));
    }
  }

  @Test
  void shouldCountEachUsageOnceWhereAnAgentComesBackBelowItself() {
    // planner p1 ─ coder c1 ─ planner p2 ─ coder c2, one usage of 1, 10, 100 and 1,000 nanos
    RunForest forest =
        forest(
            new DelegationModel(
                List.of(
                    told(1, "planner", "p1", null, 1),
                    told(2, "coder", "c1", "p1", 10),
                    told(3, "planner", "p2", "c1", 100),
                    told(4, "coder", "c2", "p2", 1_000))),
            FROM,
            TO);

    assertThat(agentCosts(forest)).containsExactly("coder: 1010, 100", "planner: 101, 1010");
    assertThat(delegations(forest))
        .containsExactly("coder > planner: 1, 100, 1100", "planner > coder: 2, 1010, 1110");
  }

  @Test
  void shouldOrderRowsByCostThenByAgent() {
    RunForest forest =
        forest(
            new DelegationModel(
                List.of(
                    told(1, "b", "r1", null, 5),
                    told(2, "a", "r2", null, 5),
                    told(3, "c", "r3", null, 6),
                    told(4, "d", null, null, 1))),
            FROM,
            TO);

    assertThat(AgentCosts.of(forest, null, 3, "USD").rows())
        .extracting(AgentCost::agentId)
        .containsExactly("c", "a", "b");
    assertThat(AgentCosts.of(forest, "d", 3, "USD").rows())
        .extracting(row -> row.total().costNanos())
        .containsExactly(1L);
  }

  @Test
  void shouldKnowNoAgentOfARunThatOnlyWasNamed() {
    RunForest forest =
        forest(new DelegationModel(List.of(told(1, "coder", "c1", "never-used", 7))), FROM, TO);

    assertThat(delegations(forest)).containsExactly("null > coder: 1, 7, 7");
    assertThat(agentCosts(forest)).containsExactly("coder: 7, 0");
  }

  @Test
  void shouldHaveNoRowOfAnAgentThatDidNothingThen() {
    Told before = new Told(1, "op-1", "coder", "c1", null, FROM, 5);
    DelegationModel model = new DelegationModel(List.of(before, told(2, "helper", "c1", null, 7)));

    RunForest forest = forest(model, RandomSpawning.START, TO);

    assertThat(forest.nodes()).extracting(node -> node.link().performerId()).contains("coder");
    assertThat(agentCosts(forest)).containsExactly("helper: 7, 0");
  }

  @Test
  void shouldStandAnyDepth() {
    int depth = 100_000;
    Map<String, Link> links = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i <= depth; i++) {
      Link link = new Link("r" + i, "agent-" + i % 2, i == 0 ? null : "r" + (i - 1));
      links.put(link.runId(), link);
      parts.add(new Part(link, "agent-" + i % 2, null, nanos(1)));
    }

    RunForest forest = new RunForest(parts, links);

    assertThat(forest.nodes()).extracting(Node::depth).last().isEqualTo(depth);
    assertThat(forest.total(0).costNanos()).isEqualTo(depth + 1L);
    assertThat(agentCosts(forest))
        .containsExactly("agent-0: 50001, 50000", "agent-1: 50000, 50000");
    assertThat(delegations(forest))
        .containsExactly(
            "agent-0 > agent-1: 50000, 50000, 100000", "agent-1 > agent-0: 50000, 50000, 99999");
  }

  private static Told told(
      long number, String agent, @Nullable String run, @Nullable String parent, long nanos) {
    return new Told(number, "op-" + number, agent, run, parent, RandomSpawning.START, nanos);
  }

  static CostTotals nanos(long nanos) {
    return new CostTotals(nanos, 0, 0, 1, 0, 0, TokenCounts.NONE);
  }

  /** {@return what the statements read of these usages in a stretch of time} */
  private static RunForest forest(DelegationModel model, Instant from, Instant to) {
    Map<String, Link> links = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    for (Told usage : model.told()) {
      if (usage.at().isBefore(from) || !usage.at().isBefore(to)) {
        continue;
      }
      String runId = usage.runId();
      if (runId != null) {
        for (String run : model.upFrom(runId)) {
          links.put(run, new Link(run, model.performerOf(run), model.parentOf(run)));
        }
      }
      parts.add(
          new Part(
              runId == null ? null : links.get(runId),
              usage.agentId(),
              null,
              nanos(usage.nanos())));
    }
    return new RunForest(parts, links);
  }

  private static List<String> agentCosts(RunForest forest) {
    return AgentCosts.of(forest, null, 500, "USD").rows().stream()
        .sorted(Comparator.comparing(AgentCost::agentId))
        .map(
            row ->
                "%s: %d, %d"
                    .formatted(row.agentId(), row.own().costNanos(), row.delegated().costNanos()))
        .toList();
  }

  private static List<String> delegations(RunForest forest) {
    return Delegations.of(forest, null, 500, "USD").rows().stream()
        .map(RunForestTests::line)
        .sorted()
        .toList();
  }

  private static String line(Delegation row) {
    return "%s > %s: %d, %d, %d"
        .formatted(
            row.fromAgentId(), row.toAgentId(), row.runs(), row.ownNanos(), row.totalNanos());
  }
}
