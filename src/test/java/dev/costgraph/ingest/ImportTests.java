package dev.costgraph.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.ShareInput;
import dev.costgraph.usage.TagInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import makes of bytes, before any ledger. */
class ImportTests {

  private static final ImportSettings PLAIN = new ImportSettings("file", null, Map.of());

  private final List<UsageInput> sent = new ArrayList<>();

  // ---- rows

  @Test
  void shouldMakeAUsageOfAllFields() {
    Map<String, String> fields = new java.util.HashMap<>();
    Columns.TEXTS.forEach(name -> fields.put(name, name));
    Columns.TOKENS.forEach(name -> fields.put(name, String.valueOf(name.length())));
    fields.putAll(
        Map.of(
            "kind", "TOOL_CALL",
            "serviceTier", "BATCH",
            "outcome", "FAILED",
            "timestamp", "2026-10-01T00:00:00Z",
            "quantity", " 1.50",
            "amount", "2",
            "split.t2", "0.75",
            "split.t1", "0.25",
            "tag.b", "2",
            "tag.a", "1"));

    UsageInput usage = new UsageRow(9, fields, PLAIN).usage();

    assertThat(usage)
        .isEqualTo(
            new UsageInput(
                "operationId",
                "agentId",
                "taskId",
                "projectId",
                "platformId",
                "userId",
                "runId",
                "parentRunId",
                "step",
                "capability",
                UsageKind.TOOL_CALL,
                "model",
                "provider",
                dev.costgraph.pricing.ServiceTier.BATCH,
                new TokenCountsInput(5, 6, 9, 12, 12, 9, 10, 11, 10, 11),
                null,
                new Decimal("1.50"),
                "quantityUnit",
                new Decimal("2"),
                "currency",
                Instant.parse("2026-10-01T00:00:00Z"),
                UsageOutcome.FAILED,
                List.of(new TagInput("a", "1"), new TagInput("b", "2")),
                List.of(
                    new ShareInput("t1", new Decimal("0.25")),
                    new ShareInput("t2", new Decimal("0.75")))));
  }

  @Test
  void shouldFillInWhatTheRowLacks() {
    ImportSettings settings =
        new ImportSettings(
            "october", null, Map.of("agentId", "bot", "model", "gpt-4o", "taskId", "t"));

    UsageInput tokens = new UsageRow(7, Map.of("input", "1", "taskId", "own"), settings).usage();
    UsageInput amount = new UsageRow(8, Map.of("amount", "1"), settings).usage();

    assertThat(tokens.operationId()).isEqualTo("october:7");
    assertThat(tokens.agentId()).isEqualTo("bot");
    assertThat(tokens.model()).isEqualTo("gpt-4o");
    assertThat(tokens.taskId()).isEqualTo("own");
    assertThat(amount.taskId()).isEqualTo("t");
    assertThat(amount.model()).isNull();
    assertThat(amount.tokens()).isNull();
    assertThat(amount.tags()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "input, 1.5, INVALID_NUMBER",
    "input, 2147483648, INVALID_NUMBER",
    "output, many, INVALID_NUMBER",
    "kind, CHAT, INVALID_VALUE",
    "outcome, succeeded, INVALID_VALUE",
    "serviceTier, FAST, INVALID_VALUE",
    "timestamp, yesterday, INVALID_TIMESTAMP",
    "timestamp, 2026-02-30T00:00:00Z, INVALID_TIMESTAMP",
    "timestamp, 2026-02-28T00:00:00, INVALID_TIMESTAMP",
  })
  void shouldSayWhichFieldCannotBeRead(String field, String value, String code) {
    UsageRow row = new UsageRow(1, Map.of("agentId", "a", field, value), PLAIN);

    assertThatThrownBy(row::usage)
        .isInstanceOfSatisfying(
            BadLine.class,
            bad -> {
              assertThat(bad.code()).hasToString(code);
              assertThat(bad.field()).isEqualTo(field);
            })
        .hasMessageContaining(value);
  }

  @Test
  void shouldNeedAnAgent() {
    assertThatThrownBy(() -> new UsageRow(1, Map.of(), PLAIN).usage())
        .hasMessage("agentId is missing; give it in the line or once for all as ?agentId=");
  }

  // ---- timestamps

  @ParameterizedTest
  @CsvSource({
    "2026-10-01T09:30:00Z, 2026-10-01T09:30:00Z",
    "2026-10-01 09:30:00Z, 2026-10-01T09:30:00Z",
    "2026-10-01T09:30Z, 2026-10-01T09:30:00Z",
    "2026-10-01T09:30:00.123456789+02:00, 2026-10-01T07:30:00.123456789Z",
    "2026-10-01 09:30:00.5 +0530, 2026-10-01T04:00:00.500Z",
    "2026-10-01T09:30:00-05, 2026-10-01T14:30:00Z",
    "2023-11-16 18:17:03.9799600, 2023-11-16T17:17:03.979960Z",
    "2026-07-01T00:00:00, 2026-06-30T22:00:00Z",
    // shown twice: the first; skipped: as much later
    "2026-10-25 02:30:00, 2026-10-25T00:30:00Z",
    "2026-03-29 02:30:00, 2026-03-29T01:30:00Z",
  })
  void shouldReadTimestamps(String text, String instant) {
    assertThat(Timestamps.read(text, ZoneId.of("Europe/Berlin"))).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-10-01",
        "2026-10-01T24:00:00Z",
        "2026-10-01T09:30:00.1234567890Z",
        "01/10/2026 09:30",
        "1759311000",
        "2026-10-01T09:30:00[Europe/Berlin]",
        ""
      })
  void shouldRefuseOtherTimestamps(String text) {
    assertThatThrownBy(() -> Timestamps.read(text, ZoneId.of("UTC")))
        .hasMessage("timestamp '%s' is not ISO-8601, such as 2026-10-01T09:30:00Z".formatted(text));
  }

  // ---- settings

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone | Mars/Olympus | zone 'Mars/Olympus' is not an IANA zone",
        "plattformId | p | parameter 'plattformId' is not known; known are source, zone,"
            + " platformId",
        "operationId | p | parameter 'operationId' is not known",
      })
  void shouldRefuseSettingsThatItDoesNotUnderstand(String name, String value, String message) {
    assertThatThrownBy(() -> settings(name, value))
        .isInstanceOfSatisfying(BadRequest.class, bad -> assertThat(bad.field()).isEqualTo(name))
        .hasMessageStartingWith(message);
  }

  @Test
  void shouldRefuseASourceThatMakesNoIds() {
    assertThat(settings("source", "s".repeat(100)).source()).hasSize(100);
    assertThatThrownBy(() -> settings("source", "s".repeat(101)))
        .hasMessageContaining("is not 1 to 100 characters");
    assertThat(settings("source", "").source()).isEqualTo("import");
  }

  // ---- lists

  @Test
  void shouldSendListsOfFiveHundred() throws IOException {
    List<Integer> sizes = new ArrayList<>();

    ImportReport report =
        run(
            "agentId,input,model\n" + "a,1,m\n".repeat(1_201),
            usages -> {
              sizes.add(usages.size());
              return all(usages, usage -> rejected(usage, RejectionCode.INVALID_ID, null));
            });

    assertThat(sizes).containsExactly(500, 500, 201);
    assertThat(report.lines()).isEqualTo(1_201);
    assertThat(report.rejected()).isEqualTo(1_201);
    assertThat(report.errors()).hasSize(1_000);
    assertThat(report.errors().getFirst().line()).isEqualTo(2);
    assertThat(sent).extracting(UsageInput::operationId).contains("file:2", "file:1202");
  }

  @Test
  void shouldSendAgainWhatTheLedgerCouldNotTakeNow() throws IOException {
    List<List<String>> lists = new ArrayList<>();

    ImportReport report =
        run(
            "operationId,agentId\n1,a\n2,a\n3,a\n",
            usages -> {
              lists.add(usages.stream().map(UsageInput::operationId).toList());
              return all(
                  usages,
                  usage ->
                      switch (usage.operationId() + "@" + lists.size()) {
                        case "2@1", "3@1" -> rejected(usage, RejectionCode.OVERLOADED, 1);
                        case "3@2" -> rejected(usage, RejectionCode.UNKNOWN, null);
                        default -> new Conflict(usage.operationId(), "other content");
                      });
            });

    assertThat(lists).containsExactly(List.of("1", "2", "3"), List.of("2", "3"), List.of("3"));
    assertThat(report.conflicts()).isEqualTo(3);
    assertThat(report.rejected()).isZero();
    assertThat(report.errors()).extracting(error -> error.line()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void shouldCountBadLinesAmongGoodOnes() throws IOException {
    ImportReport report =
        run(
            "operationId,agentId,input\n1,a,1\n2,\"a,1\n\n3,a\n4,a,x\n5,,1\n6,a,6\n"
                + "7,a,"
                + "7".repeat(70_000)
                + "\n8,a,8",
            usages -> all(usages, usage -> new Conflict(usage.operationId(), "other content")));

    assertThat(report.lines()).isEqualTo(8);
    assertThat(report.conflicts()).isEqualTo(3);
    assertThat(report.rejected()).isEqualTo(5);
    assertThat(report.errors())
        .filteredOn(error -> !error.code().equals("CONFLICT"))
        .extracting(error -> error.line() + " " + error.code() + " " + error.field())
        .containsExactly(
            "3 INVALID_CSV null",
            "5 COLUMN_COUNT null",
            "6 INVALID_NUMBER input",
            "7 MISSING_FIELD agentId",
            "9 LINE_TOO_LONG null");
    assertThat(sent).extracting(UsageInput::operationId).containsExactly("1", "6", "8");
  }

  @Test
  void shouldNotTakeHalfALineForALine() {
    InputStream body =
        new SequenceInputStream(
            new ByteArrayInputStream("operationId,agentId\n1,a\n2,a".getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the connection was closed");
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                return read();
              }
            });

    assertThatThrownBy(
            () ->
                new UsageImport(
                        PLAIN,
                        usages -> all(usages, usage -> new Conflict(usage.operationId(), "taken")))
                    .run(body, true))
        .isInstanceOf(IOException.class);
    assertThat(sent).extracting(UsageInput::operationId).doesNotContain("2");
  }

  /** The heap would not hold the file, nor all of its errors. */
  @Test
  void shouldReadAFileThatIsLargerThanTheHeap() throws IOException {
    int lines = 200_000;
    int width = Math.toIntExact(Runtime.getRuntime().maxMemory() / lines + 100);
    GeneratedLines body =
        new GeneratedLines(
            "operationId,agentId,step\n",
            lines,
            line -> "%d,a,%s\n".formatted(line, "x".repeat(width)));

    ImportReport report =
        new UsageImport(
                PLAIN,
                usages ->
                    usages.stream()
                        .map(usage -> rejected(usage, RejectionCode.INVALID_TEXT, null))
                        .toList())
            .run(body, true);

    assertThat(body.bytes()).isGreaterThan(Runtime.getRuntime().maxMemory());
    assertThat(report.lines()).isEqualTo(lines);
    assertThat(report.rejected()).isEqualTo(lines);
    assertThat(report.errors()).hasSize(Limits.IMPORT_ERRORS_MAX);
  }

  @Test
  void shouldNeedAHeader() {
    assertThatThrownBy(() -> run("", usages -> List.of()))
        .isInstanceOf(BadRequest.class)
        .hasMessage("no header: the body is empty");
  }

  private ImportReport run(String csv, Function<List<UsageInput>, List<RecordUsageResult>> ledger)
      throws IOException {
    return new UsageImport(PLAIN, ledger).run(new ByteArrayInputStream(csv.getBytes(UTF_8)), true);
  }

  private List<RecordUsageResult> all(
      List<UsageInput> usages, Function<UsageInput, RecordUsageResult> outcome) {
    sent.addAll(usages);
    return usages.stream().map(outcome).toList();
  }

  private static RecordUsageResult rejected(
      UsageInput usage, RejectionCode code, @Nullable Integer retryAfterMs) {
    return new Rejected(usage.operationId(), code.name(), null, "not now", retryAfterMs);
  }

  private static ImportSettings settings(String name, String value) {
    MultivaluedHashMap<String, String> query = new MultivaluedHashMap<>();
    query.add(name, value);
    return ImportSettings.of(query);
  }
}
