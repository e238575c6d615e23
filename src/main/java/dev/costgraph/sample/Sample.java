package dev.costgraph.sample;

import dev.costgraph.BadRequest;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.edit.EditApi;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.LedgerApi;
import dev.costgraph.platform.Project;
import dev.costgraph.platform.Task;
import dev.costgraph.usage.UsageInput;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts the sample organisation into the books, by the same ways as everything else. A sample that
 * is complete is left alone; one whose loading was interrupted is completed.
 */
@Singleton
public class Sample {

  private static final Logger LOG = Logger.getLogger(Sample.class);
  private static final int LIST = 500;

  private static final CypherFile COUNT_USAGES = CypherFile.of("sample/count-usages");

  private final Graph graph;
  private final Ledger ledger;
  private final LedgerApi api;
  private final EditApi edits;
  private final boolean wanted;
  private final int port;

  Sample(
      Graph graph,
      Ledger ledger,
      LedgerApi api,
      EditApi edits,
      @ConfigProperty(name = "costgraph.sample", defaultValue = "false") boolean wanted,
      @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
    this.graph = graph;
    this.ledger = ledger;
    this.api = api;
    this.edits = edits;
    this.wanted = wanted;
    this.port = port;
  }

  /** In the background: the service answers meanwhile, and a failed load stops nothing. */
  void start(@Observes StartupEvent event) {
    if (wanted) {
      Thread.ofVirtual().name("sample").start(this::loadAndTell);
    }
  }

  private void loadAndTell() {
    try {
      long start = System.nanoTime();
      int recorded = load();
      LOG.infof(
          """
          %s: platform %s, %d projects, %d tasks, %d budgets, usage of October 2026. Try:
          curl -s http://localhost:%d/graphql -H 'Content-Type: application/json' \
          -d '{"query":"{ subtree(budgetId: \\"sample-platform\\") \
          { budgetId limit status(at: \\"2026-10-30T00:00:00Z\\") \
          { spent utilization state } } }"}'\
          """,
          recorded == 0
              ? "The sample is there"
              : "Loaded a sample of %d usages in %d ms"
                  .formatted(recorded, (System.nanoTime() - start) / 1_000_000),
          SampleOrganisation.PLATFORM_ID,
          SampleOrganisation.PROJECTS.size(),
          SampleOrganisation.TASKS.size(),
          SampleOrganisation.BUDGETS.size(),
          port);
    } catch (RuntimeException e) {
      LOG.error("The sample was not loaded; the next start tries again", e);
    }
  }

  /** Loads what is not there yet; {@return how many usages that were} */
  public int load() {
    List<UsageInput> usages = SampleMonth.usages();
    if (booked(usages) == usages.size()) {
      return 0;
    }
    edits.putPlatform(SampleOrganisation.PLATFORM);
    for (Project project : SampleOrganisation.PROJECTS) {
      edits.putProject(project.projectId(), project.name(), project.platformId());
    }
    for (Task task : SampleOrganisation.TASKS) {
      edits.putTask(task.taskId(), task.name(), task.projectId());
    }
    SampleOrganisation.BUDGETS.forEach(this::create);
    SampleReservations.make(api);
    int recorded = 0;
    for (int from = 0; from < usages.size(); from += LIST) {
      recorded += record(usages.subList(from, Math.min(from + LIST, usages.size())));
    }
    return recorded;
  }

  private long booked(List<UsageInput> usages) {
    return graph
        .read(
            COUNT_USAGES,
            Map.of("operationIds", usages.stream().map(UsageInput::operationId).toList()),
            row -> row.get("usages").asLong())
        .getFirst();
  }

  /** A budget that somebody changed since stays as it is. */
  private void create(BudgetInput budget) {
    try {
      edits.createBudget(budget);
    } catch (BadRequest e) {
      if (e.code() != BadRequest.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private static boolean isFolded(Rejected rejected) {
    return RejectionCode.TOO_OLD.name().equals(rejected.code());
  }

  private int record(List<UsageInput> usages) {
    int recorded = 0;
    for (RecordUsageResult result : ledger.record(usages)) {
      switch (result) {
        case Recorded _ -> recorded++;
        case RecordUsageResult.Replayed _ -> {}
        case Conflict conflict -> throw new IllegalStateException(conflict.message());
        case Rejected rejected when isFolded(rejected) -> {}
        case Rejected rejected ->
            throw new IllegalStateException(rejected.id() + ": " + rejected.message());
      }
    }
    return recorded;
  }
}
