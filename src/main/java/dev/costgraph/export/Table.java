package dev.costgraph.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of an export, in their order. */
record Table<T>(String name, List<Column<T>> columns) {

  static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * One column.
   *
   * @param value of a row: null for none; a number, a truth value, or anything whose text is its
   *     value, such as an Instant or a Decimal; a Map or Collection for JSON
   */
  record Column<T>(String name, Function<T, @Nullable Object> value) {}

  static <T> Column<T> column(String name, Function<T, @Nullable Object> value) {
    return new Column<>(name, value);
  }

  /** {@return a value as a cell of CSV shows it; null for an empty cell} */
  static @Nullable String text(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof Map || value instanceof Collection ? json(value) : value.toString();
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
