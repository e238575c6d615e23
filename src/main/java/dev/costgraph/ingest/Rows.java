package dev.costgraph.ingest;

import java.util.Map;

/** Reads the lines of one format as fields by the names of {@link Columns}. */
sealed interface Rows permits CsvRows, JsonRows {

  /**
   * {@return the fields that the line has, as texts; an absent one is not in it}
   *
   * @throws BadLine when the line cannot be read
   */
  Map<String, String> read(String line);
}
