package dev.costgraph.explore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.types.Node;
import org.neo4j.driver.types.Path;
import org.neo4j.driver.types.Point;
import org.neo4j.driver.types.Relationship;

/** Writes rows as JSON arrays; the forms are described at {@link CypherResult}. */
final class RowWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private RowWriter() {}

  /** {@return the row; null when it has more than these characters} */
  static @Nullable String row(Record row, int charsMax) {
    Bounded text = new Bounded(charsMax);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (Value value : row.values()) {
        write(json, value.asObject());
      }
      json.writeEndArray();
    } catch (Full e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case String text -> json.writeString(text);
      case byte[] bytes -> json.writeBinary(bytes);
      case Iterable<?> list when !(value instanceof Path) -> writeList(json, list);
      case Map<?, ?> map -> writeMap(json, map);
      case Node node -> {
        json.writeStartObject();
        json.writeStringField("id", node.elementId());
        writeField(json, "labels", node.labels());
        writeField(json, "properties", node.asMap());
        json.writeEndObject();
      }
      case Relationship relationship -> {
        json.writeStartObject();
        json.writeStringField("id", relationship.elementId());
        json.writeStringField("type", relationship.type());
        json.writeStringField("start", relationship.startNodeElementId());
        json.writeStringField("end", relationship.endNodeElementId());
        writeField(json, "properties", relationship.asMap());
        json.writeEndObject();
      }
      case Path path -> {
        json.writeStartObject();
        writeField(json, "nodes", path.nodes());
        writeField(json, "relationships", path.relationships());
        json.writeEndObject();
      }
      case Point point -> writePoint(json, point);
      case ZonedDateTime time ->
          json.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
      case LocalDateTime time ->
          json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
      case OffsetTime time -> json.writeString(DateTimeFormatter.ISO_OFFSET_TIME.format(time));
      case LocalTime time -> json.writeString(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
      default -> json.writeString(value.toString()); // dates and durations: ISO-8601
    }
  }

  private static void writeField(JsonGenerator json, String name, Object value) throws IOException {
    json.writeFieldName(name);
    write(json, value);
  }

  private static void writeList(JsonGenerator json, Iterable<?> list) throws IOException {
    json.writeStartArray();
    for (Object value : list) {
      write(json, value);
    }
    json.writeEndArray();
  }

  private static void writeMap(JsonGenerator json, Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writePoint(JsonGenerator json, Point point) throws IOException {
    json.writeStartObject();
    json.writeNumberField("srid", point.srid());
    json.writeNumberField("x", point.x());
    json.writeNumberField("y", point.y());
    if (!Double.isNaN(point.z())) {
      json.writeNumberField("z", point.z());
    }
    json.writeEndObject();
  }

  /** More than what there is room for. */
  private static final class Full extends RuntimeException {}

  private static final class Bounded extends Writer {

    private final StringBuilder text = new StringBuilder();
    private final int charsMax;

    Bounded(int charsMax) {
      this.charsMax = charsMax;
    }

    @Override
    public void write(char[] from, int offset, int length) {
      if (text.length() + length > charsMax) {
        throw new Full();
      }
      text.append(from, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
