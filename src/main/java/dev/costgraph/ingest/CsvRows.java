package dev.costgraph.ingest;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.costgraph.BadRequest;
import dev.costgraph.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CSV as in RFC 4180, with a header. An empty cell is an absent field. No field of a usage may hold
 * a line break, so a row is a line: a quote that is not closed spoils its own line and no other.
 */
final class CsvRows implements Rows {

  private static final CsvReader.CsvReaderBuilder CSV =
      CsvReader.builder()
          .fieldSeparator(',')
          .quoteCharacter('"')
          .skipEmptyLines(false)
          .allowExtraCharsAfterClosingQuote(false);

  private final List<String> columns;

  /**
   * @param header the first line
   * @throws BadRequest when a column is not known or is there twice
   */
  CsvRows(String header) {
    try {
      this.columns = cells(header).stream().map(String::strip).toList();
    } catch (BadLine e) {
      throw new BadRequest(BadRequest.Code.INVALID_VALUE, null, "header: " + e.getMessage());
    }
    Set<String> names = new HashSet<>();
    for (String column : columns) {
      if (!Columns.isKnown(column)) {
        throw new BadRequest(
            BadRequest.Code.INVALID_VALUE,
            Text.shown(column),
            "column '%s' is not known; known are %s"
                .formatted(Text.shown(column), Columns.known()));
      }
      if (!names.add(column)) {
        throw new BadRequest(
            BadRequest.Code.INVALID_VALUE, column, "column '%s' twice".formatted(column));
      }
    }
  }

  @Override
  public Map<String, String> read(String line) {
    List<String> cells = cells(line);
    if (cells.size() != columns.size()) {
      throw new BadLine(
          BadLine.Code.COLUMN_COUNT,
          null,
          "%d columns, the header has %d".formatted(cells.size(), columns.size()));
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        fields.put(columns.get(i), cells.get(i));
      }
    }
    return fields;
  }

  private static List<String> cells(String line) {
    if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
      throw new BadLine(
          BadLine.Code.INVALID_CSV, null, "a quote is not closed; no field may hold a line break");
    }
    try {
      CsvRecord cells = CSV.ofSingleCsvRecord(line);
      return cells.getFields();
    } catch (CsvParseException e) {
      throw new BadLine(
          BadLine.Code.INVALID_CSV, null, "something follows a closing quote, or a bare CR");
    }
  }
}
