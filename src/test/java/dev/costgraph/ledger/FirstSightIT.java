package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.Rejected;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.platform.UnknownResources;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Platforms, projects and tasks that a usage names first. */
@QuarkusTest
class FirstSightIT {

  @Inject Ledger ledger;
  @Inject BooksGraph books;

  private final TestTree platform = new TestTree("first-" + UUID.randomUUID());

  @Test
  void shouldMakeEverythingOnceForEightFirstRequestsAtOnce() throws Exception {
    List<Callable<RecordUsageResult>> requests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      UsageInput usage = usage("op-" + i, platform.id("project"), platform.id("task"));
      requests.add(() -> ledger.record(List.of(usage)).getFirst());
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<RecordUsageResult> outcome : executor.invokeAll(requests)) {
        Usage usage = recorded(outcome.get()).usage();
        assertThat(usage.taskId()).isEqualTo(platform.id("task"));
        assertThat(usage.projectId()).isEqualTo(platform.id("project"));
      }
    }
    assertThat(books.check(platform.platformId(), null).differences()).isEmpty();
  }

  @Test
  void shouldKeepATaskWithoutAProjectUntilItIsPutIntoOne() {
    Usage first = recorded(record(usage("op-1", null, platform.id("task")))).usage();
    assertThat(first.projectId()).isEqualTo(platform.id("unassigned"));

    TestTree.edits().putProject(platform.id("project"), null, platform.platformId());
    TestTree.edits().putTask(platform.id("task"), "Task", platform.id("project"));

    Usage second = recorded(record(usage("op-2", null, platform.id("task")))).usage();
    assertThat(second.projectId()).isEqualTo(platform.id("project"));
  }

  @Test
  void shouldRejectWhatIsUnknownWhereThePlatformSaysSo() {
    TestTree.edits()
        .putPlatform(
            new PlatformInput(platform.platformId(), null, null, null, UnknownResources.REJECT));

    assertThat(record(usage("op-1", null, platform.id("task"))))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.code()).isEqualTo("UNKNOWN_RESOURCE");
              assertThat(rejected.field()).isEqualTo("taskId");
            });
    assertThat(record(usage("op-1", null, null))).isInstanceOf(Recorded.class);
  }

  @Test
  void shouldBookToTheParentBeyondTheCap() {
    String project = platform.id("project");
    int made = 0;
    for (int list = 0; made < Limits.RESOURCES_ON_FIRST_SIGHT_MAX - 1; list++) {
      List<UsageInput> usages = new ArrayList<>();
      for (int i = 0; i < 1_000 && made < Limits.RESOURCES_ON_FIRST_SIGHT_MAX - 1; i++, made++) {
        usages.add(usage("op-" + made, project, platform.id("task-" + made)));
      }
      assertThat(ledger.record(usages)).as("list %d", list).allMatch(Recorded.class::isInstance);
    }

    Recorded known = recorded(record(usage("again", null, platform.id("task-7"))));
    Recorded task = recorded(record(usage("task", project, platform.id("one-too-many"))));
    Recorded both = recorded(record(usage("both", platform.id("other"), platform.id("new"))));

    assertThat(known.usage().taskId()).isEqualTo(platform.id("task-7"));
    assertThat(known.warnings()).isEmpty();
    assertThat(task.usage().taskId()).isNull();
    assertThat(task.usage().projectId()).isEqualTo(project);
    assertThat(task.warnings()).singleElement().asString().contains("10000", "one-too-many");
    assertThat(both.usage().projectId()).isNull();
    assertThat(both.warnings()).singleElement().asString().contains("the platform");
  }

  private UsageInput usage(String id, @Nullable String projectId, @Nullable String taskId) {
    UsageInput usage = platform.amount(platform.id(id), "agent", taskId, null, 1, null);
    return TestTree.at(usage, taskId, projectId, usage.platformId());
  }

  private RecordUsageResult record(UsageInput usage) {
    return ledger.record(List.of(usage)).getFirst();
  }

  private static Recorded recorded(RecordUsageResult outcome) {
    assertThat(outcome).isInstanceOf(Recorded.class);
    return (Recorded) outcome;
  }
}
