package dev.costgraph.sample;

import dev.costgraph.sample.SampleRun.Purpose;
import dev.costgraph.usage.UsageInput;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What the sample's agents used from 2026-10-01 to 2026-10-30: more every week, little on weekends,
 * most in the hours before and after noon, and one day on which a provider failed often. The same
 * seed makes the same month, to the last token.
 */
final class SampleMonth {

  private static final long SEED = 20_261_001;
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 1);
  private static final int DAYS = 30;
  private static final LocalDate BAD_DAY = LocalDate.of(2026, 10, 14);

  /** Of 100 pieces of work, how many start in the hours from 7 to 20. */
  private static final int[] STARTS = {3, 7, 11, 13, 11, 5, 8, 12, 11, 8, 5, 3, 2, 1};

  private static final int FIRST_HOUR = 7;

  private static final List<String> ENGINEERING_TASKS =
      List.of(
          "sample-features",
          "sample-features",
          "sample-features",
          "sample-code-review",
          "sample-code-review",
          "sample-tests",
          "sample-incidents");
  private static final List<String> RESEARCH_TASKS =
      List.of(
          "sample-market-reports",
          "sample-market-reports",
          "sample-competitors",
          "sample-literature",
          "sample-data-extraction");

  private final Random random = new Random(SEED);
  private final List<UsageInput> calls = new ArrayList<>();
  private int runs;
  private int failuresPercent;

  private SampleMonth() {}

  /** {@return all usages by time, with ids in that order} */
  static List<UsageInput> usages() {
    SampleMonth month = new SampleMonth();
    for (int day = 0; day < DAYS; day++) {
      month.day(FIRST_DAY.plusDays(day), day);
    }
    month.calls.sort(
        Comparator.comparing((UsageInput usage) -> String.valueOf(usage.timestamp()))
            .thenComparing(usage -> String.valueOf(usage.runId())));
    List<UsageInput> numbered = new ArrayList<>();
    for (UsageInput call : month.calls) {
      numbered.add(withId("sample-%04d".formatted(numbered.size() + 1), call));
    }
    return numbered;
  }

  private void day(LocalDate date, int day) {
    boolean weekend = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    failuresPercent = date.equals(BAD_DAY) ? 25 : 2;
    index(date);
    int tickets = weekend ? 2 : 5 + day / 8;
    for (int i = 0; i < tickets; i++) {
      ticket(start(date));
    }
    int works = weekend ? random.nextInt(2) : 3 + day / 12 + random.nextInt(2);
    for (int i = 0; i < works; i++) {
      if (random.nextInt(100) < 55) {
        build(start(date));
      } else {
        investigate(start(date));
      }
    }
  }

  private Instant start(LocalDate date) {
    int drawn = random.nextInt(100);
    int hour = 0;
    while (drawn >= STARTS[hour]) {
      drawn -= STARTS[hour];
      hour++;
    }
    return date.atTime(FIRST_HOUR + hour, random.nextInt(60), random.nextInt(60))
        .toInstant(ZoneOffset.UTC);
  }

  /** At night: what changed in the knowledge base. */
  private void index(LocalDate date) {
    Purpose purpose =
        new Purpose(
            SampleOrganisation.SUPPORT, "sample-knowledge-base", null, "support", "production");
    SampleRun run = run(purpose, "indexer", null, date.atTime(2, 10).toInstant(ZoneOffset.UTC), 0);
    for (int i = 0; i < 3; i++) {
      run.embed(200_000);
    }
  }

  /** A customer's question: sorted, looked up, answered, sometimes translated. */
  private void ticket(Instant start) {
    String userId = random.nextBoolean() ? "dora" : "farid";
    SampleRun triage = run(support("sample-triage", userId), "support-agent", null, start, 2_500);
    triage.call(SampleModel.GPT_MINI, "classification", "classify", 60);
    Purpose answers = support("sample-answers", userId);
    SampleRun answer = run(answers, "support-agent", null, triage.now().plusSeconds(5), 6_000);
    answer.tool("crm_lookup", "0.002");
    answer.call(SampleModel.HAIKU, "answering", "draft", 450);
    if (random.nextInt(100) < 15) {
      SampleRun researcher = run(answers, "researcher", answer, answer.now(), 9_000);
      researcher.tool("web_search", "0.01");
      researcher.call(SampleModel.GEMINI_FLASH, "web_research", "search", 900);
      answer.waitFor(researcher);
      answer.call(SampleModel.SONNET, "answering", "revise", 600);
    }
    if (random.nextInt(100) < 20) {
      boolean inHouse = start.isAfter(Instant.parse("2026-10-20T00:00:00Z"));
      SampleRun translator =
          run(support("sample-translation", userId), "translator", answer, answer.now(), 1_800);
      translator.call(
          inHouse ? SampleModel.IN_HOUSE : SampleModel.MISTRAL, "translation", "translate", 500);
    }
  }

  /** A planner delegates to coders, and coders have their work reviewed. */
  private void build(Instant start) {
    Purpose purpose =
        new Purpose(
            SampleOrganisation.ENGINEERING,
            pick(ENGINEERING_TASKS),
            pick(List.of("ana", "ana", "ben", "ben", "chen")),
            "engineering",
            random.nextInt(4) == 0 ? "production" : "staging");
    SampleRun planner = run(purpose, "planner", null, start, 11_000);
    planner.call(SampleModel.SONNET, "planning", "plan", 1_200);
    int coders = 1 + random.nextInt(2);
    for (int i = 0; i < coders; i++) {
      SampleRun coder = run(purpose, "coder", planner, planner.now(), 24_000);
      int edits = 3 + random.nextInt(5);
      for (int edit = 0; edit < edits; edit++) {
        coder.call(SampleModel.CODEX, "coding", "edit", 2_200);
        if (edit % 2 == 1) {
          coder.tool("code_execution", "0.003");
        }
      }
      if (random.nextInt(100) < 65) {
        SampleRun reviewer = run(purpose, "reviewer", coder, coder.now(), 18_000);
        reviewer.call(SampleModel.OPUS, "review", "review", 1_600);
        reviewer.call(SampleModel.OPUS, "review", "verdict", 700);
        coder.waitFor(reviewer);
      }
      planner.waitFor(coder);
    }
    planner.call(SampleModel.SONNET, "planning", "summarize", 800);
  }

  /** A planner delegates to researchers, and an analyst writes up what they found. */
  private void investigate(Instant start) {
    Purpose purpose =
        new Purpose(
            SampleOrganisation.RESEARCH,
            pick(RESEARCH_TASKS),
            pick(List.of("chen", "emil", "emil", "ana")),
            "research",
            "production");
    SampleRun planner = run(purpose, "planner", null, start, 8_000);
    planner.call(SampleModel.SONNET, "planning", "plan", 900);
    int researchers = 1 + random.nextInt(3);
    for (int i = 0; i < researchers; i++) {
      SampleRun researcher = run(purpose, "researcher", planner, planner.now(), 14_000);
      SampleModel model = random.nextInt(3) == 0 ? SampleModel.GPT : SampleModel.GEMINI_FLASH;
      int searches = 2 + random.nextInt(3);
      for (int search = 0; search < searches; search++) {
        researcher.tool("web_search", "0.01");
        researcher.call(model, "web_research", "search", 1_300);
      }
      planner.waitFor(researcher);
    }
    SampleRun analyst = run(purpose, "analyst", planner, planner.now(), 32_000);
    analyst.call(SampleModel.GPT, "analysis", "write", 3_500);
    planner.waitFor(analyst);
    planner.call(SampleModel.SONNET, "planning", "summarize", 1_000);
  }

  private static Purpose support(String taskId, String userId) {
    return new Purpose(SampleOrganisation.SUPPORT, taskId, userId, "support", "production");
  }

  private SampleRun run(
      Purpose purpose, String agentId, @Nullable SampleRun parent, Instant start, int prompt) {
    runs++;
    return new SampleRun(
        random,
        purpose,
        agentId,
        "run-%04d".formatted(runs),
        parent,
        start,
        prompt * 2 / 3 + random.nextInt(prompt * 2 / 3 + 1),
        failuresPercent,
        calls::add);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static UsageInput withId(String operationId, UsageInput call) {
    return new UsageInput(
        operationId,
        call.agentId(),
        call.taskId(),
        call.projectId(),
        call.platformId(),
        call.userId(),
        call.runId(),
        call.parentRunId(),
        call.step(),
        call.capability(),
        call.kind(),
        call.model(),
        call.provider(),
        call.serviceTier(),
        call.tokens(),
        call.providerUsage(),
        call.quantity(),
        call.quantityUnit(),
        call.amount(),
        call.currency(),
        call.timestamp(),
        call.outcome(),
        call.tags(),
        call.split());
  }
}
