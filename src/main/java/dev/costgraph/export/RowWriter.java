package dev.costgraph.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a table in one of the two formats. */
sealed interface RowWriter<T> extends Rows<T> {

  /** Hands on what is written so far. */
  void flush() throws IOException;

  /** {@return a writer of a table} */
  static <T> RowWriter<T> of(Table<T> table, ExportFormat format, Writer out) throws IOException {
    return switch (format) {
      case CSV -> new Csv<>(table, out);
      case JSONL -> new JsonLines<>(table, out);
    };
  }

  /** RFC 4180: a header, CRLF, quotes where a value needs them. A value is never altered. */
  final class Csv<T> implements RowWriter<T> {

    private final Table<T> table;
    private final CsvWriter csv;
    private final @Nullable String[] cells;

    Csv(Table<T> table, Writer out) {
      this.table = table;
      this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
      this.cells = new @Nullable String[table.columns().size()];
      csv.writeRecord(table.columns().stream().map(Table.Column::name).toList());
    }

    @Override
    public void write(T row) {
      for (int i = 0; i < cells.length; i++) {
        cells[i] = Table.text(table.columns().get(i).value().apply(row));
      }
      csv.writeRecord(cells);
    }

    @Override
    public void flush() throws IOException {
      csv.flush();
    }
  }

  /** A JSON object per line, with every column; null where a row has no value. */
  final class JsonLines<T> implements RowWriter<T> {

    private static final JsonFactory FACTORY =
        new JsonFactoryBuilder()
            .rootValueSeparator((String) null)
            .build()
            .setCodec(Table.JSON)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

    private final Table<T> table;
    private final JsonGenerator json;

    JsonLines(Table<T> table, Writer out) throws IOException {
      this.table = table;
      this.json = FACTORY.createGenerator(out);
    }

    @Override
    public void write(T row) throws IOException {
      json.writeStartObject();
      for (Table.Column<T> column : table.columns()) {
        json.writeFieldName(column.name());
        value(column.value().apply(row));
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }

    private void value(@Nullable Object value) throws IOException {
      switch (value) {
        case null -> json.writeNull();
        case Long number -> json.writeNumber(number);
        case Boolean flag -> json.writeBoolean(flag);
        case Map<?, ?> object -> json.writePOJO(object);
        case Collection<?> list -> json.writePOJO(list);
        default -> json.writeString(value.toString());
      }
    }

    @Override
    public void flush() throws IOException {
      json.flush();
    }
  }
}
