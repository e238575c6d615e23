package dev.costgraph.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the lines of a file say, before they are usages. */
class RowsTests {

  // ---- lines

  @Test
  void shouldReadLinesOfEveryKindOfEnd() throws IOException {
    Lines lines = lines("\uFEFFa\r\nb\n\nc\uFEFF");

    assertThat(lines.next()).isEqualTo("a");
    assertThat(lines.next()).isEqualTo("b");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("c\uFEFF");
    assertThat(lines.number()).isEqualTo(4);
    assertThat(lines.next()).isNull();
    assertThat(lines.number()).isEqualTo(4);
  }

  @Test
  void shouldSkipALineThatIsTooLongAndReadTheNext() throws IOException {
    String longest = "x".repeat(Limits.IMPORT_LINE_BYTES_MAX);
    Lines lines = lines(longest + "\n" + longest + "y\nnext");

    assertThat(lines.next()).isEqualTo(longest);
    assertThatThrownBy(lines::next)
        .isInstanceOf(BadLine.class)
        .hasMessage("the line has more than 65536 bytes");
    assertThat(lines.next()).isEqualTo("next");
    assertThat(lines.number()).isEqualTo(3);
  }

  @Test
  void shouldRefuseALineThatIsNotUtf8() throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(new byte[] {(byte) 0xC3, 10, 'a', 10}));

    assertThatThrownBy(lines::next).hasMessage("the line is not UTF-8");
    assertThat(lines.next()).isEqualTo("a");
  }

  // ---- CSV

  @Test
  void shouldReadQuotedCells() {
    CsvRows rows = new CsvRows("operationId, agentId,\"step\",tag.team");

    assertThat(rows.read("1,\"a, \"\"b\"\"\",\"\",ä"))
        .isEqualTo(Map.of("operationId", "1", "agentId", "a, \"b\"", "tag.team", "ä"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "1,a | COLUMN_COUNT | 2 columns, the header has 3",
        "1,a,b,c | COLUMN_COUNT | 4 columns, the header has 3",
        "1,\"a,b | INVALID_CSV | a quote is not closed; no field may hold a line break",
        "1,\"a\"x,b | INVALID_CSV | something follows a closing quote, or a bare CR",
      })
  void shouldSayWhatIsWrongWithALineOfCsv(String line, String code, String message) {
    CsvRows rows = new CsvRows("operationId,agentId,step");

    assertThatThrownBy(() -> rows.read(line))
        .isInstanceOfSatisfying(BadLine.class, bad -> assertThat(bad.code()).hasToString(code))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "agentId,cost | column 'cost' is not known; known are operationId,",
        "agentId,tag. | column 'tag.' is not known; known are operationId,",
        "agentId,agent_id | column 'agent_id' is not known; known are operationId,",
        "agentId,agentId | column 'agentId' twice",
        "agentId,\"step | header: a quote is not closed",
      })
  void shouldRefuseAHeaderThatItDoesNotUnderstand(String header, String message) {
    assertThatThrownBy(() -> new CsvRows(header))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(message);
  }

  // ---- JSON Lines

  @Test
  void shouldReadTokensAndTagsFlatAndNested() {
    JsonRows rows = new JsonRows();
    Map<String, String> expected =
        Map.of("agentId", "a", "input", "7", "cacheRead", "9", "tag.team", "x", "tag.n", "1");

    assertThat(
            rows.read(
                "{\"agentId\":\"a\",\"input\":7,\"cacheRead\":\"9\",\"step\":null,"
                    + "\"tag.team\":\"x\",\"tag.n\":1}"))
        .isEqualTo(expected);
    assertThat(
            rows.read(
                "{\"agentId\":\"a\",\"tokens\":{\"input\":7,\"cacheRead\":9},"
                    + "\"tags\":{\"team\":\"x\",\"n\":1}}"))
        .isEqualTo(expected);
    assertThat(
            rows.read(
                "{\"agentId\":\"a\",\"tokens\":{\"input\":7,\"cacheRead\":9},\"tags\":"
                    + "[{\"key\":\"team\",\"value\":\"x\"},{\"key\":\"n\",\"value\":1}]}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "0.10, 0.10",
    "1234567890.123456789, 1234567890.123456789",
    "1e-7, 0.0000001",
    "1.5E3, 1500",
    "1E+400, 1E+400",
  })
  void shouldKeepEveryDigitOfANumber(String number, String text) {
    assertThat(new JsonRows().read("{\"amount\":" + number + "}")).containsEntry("amount", text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"agentId\":\"a\" | INVALID_JSON",
        "{\"agentId\":\"a\"} {} | INVALID_JSON",
        "{\"agentId\":\"a\",\"agentId\":\"b\"} | INVALID_JSON",
        "[1] | INVALID_JSON",
        "3 | INVALID_JSON",
        "{\"agent\":\"a\"} | UNKNOWN_FIELD",
        "{\"tokens\":{\"prompt\":1}} | UNKNOWN_FIELD",
        "{\"input\":1,\"tokens\":{\"input\":1}} | INVALID_VALUE",
        "{\"tags\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"a\",\"value\":\"2\"}]} |"
            + " INVALID_VALUE",
        "{\"tags\":[{\"key\":\"a\"}]} | INVALID_VALUE",
        "{\"tags\":3} | INVALID_VALUE",
        "{\"tokens\":[1]} | INVALID_VALUE",
        "{\"agentId\":{}} | INVALID_VALUE",
        "{\"agentId\":true} | INVALID_VALUE",
      })
  void shouldSayWhatIsWrongWithALineOfJson(String line, String code) {
    assertThatThrownBy(() -> new JsonRows().read(line))
        .isInstanceOfSatisfying(BadLine.class, bad -> assertThat(bad.code()).hasToString(code));
  }

  private static Lines lines(String text) {
    return new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
