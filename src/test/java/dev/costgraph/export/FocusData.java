package dev.costgraph.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of FOCUS: an empty cell is null. */
record FocusData(List<String> columns, List<Map<String, String>> rows) {

  static FocusData of(List<Map<String, String>> cells) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Map<String, String> row : cells) {
      Map<String, String> filled = new LinkedHashMap<>(row);
      filled.values().removeIf(String::isEmpty);
      rows.add(filled);
    }
    return new FocusData(List.copyOf(cells.getFirst().keySet()), rows);
  }

  boolean has(String column) {
    return columns.contains(column);
  }

  @Nullable String cell(int row, String column) {
    return rows.get(row).get(column);
  }

  /** {@return the same with another cell; "" for null} */
  FocusData with(int row, String column, String value) {
    List<Map<String, String>> copy = new ArrayList<>(rows);
    Map<String, String> changed = new LinkedHashMap<>(rows.get(row));
    changed.put(column, value);
    changed.values().removeIf(String::isEmpty);
    copy.set(row, changed);
    return new FocusData(columns, copy);
  }

  /** {@return the same with a column called otherwise; "" to leave it out} */
  FocusData renamed(String column, String name) {
    List<String> names = new ArrayList<>(columns);
    if (name.isEmpty()) {
      names.remove(column);
    } else {
      names.set(names.indexOf(column), name);
    }
    List<Map<String, String>> copy = new ArrayList<>();
    for (Map<String, String> row : rows) {
      Map<String, String> changed = new LinkedHashMap<>(row);
      String value = changed.remove(column);
      if (value != null && !name.isEmpty()) {
        changed.put(name, value);
      }
      copy.add(changed);
    }
    return new FocusData(names, copy);
  }
}
