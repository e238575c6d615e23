package dev.costgraph.graph;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;

/** The properties of a node as a statement returned them in a map. */
public record Properties(Map<String, Object> map) {

  /** {@return the properties that a value holds, a node or a map} */
  public static Properties of(Value value) {
    return new Properties(value.asMap());
  }

  /** {@return the maps of a list of maps} */
  public static List<Properties> listOf(Value value) {
    return value.asList(Properties::of);
  }

  /** {@return an instant as Neo4j stores it: a datetime in UTC} */
  public static ZonedDateTime time(Instant instant) {
    return instant.atZone(ZoneOffset.UTC);
  }

  /** {@return the same for an instant that may be absent} */
  public static @Nullable ZonedDateTime timeOrNull(@Nullable Instant instant) {
    return instant == null ? null : time(instant);
  }

  public boolean has(String key) {
    return map.get(key) != null;
  }

  /** {@return a text that is always there} */
  public String text(String key) {
    return (String) present(key);
  }

  public @Nullable String textOrNull(String key) {
    return (String) map.get(key);
  }

  /** {@return a list of texts, empty when absent} */
  public List<String> texts(String key) {
    Object value = map.get(key);
    return value == null ? List.of() : ((List<?>) value).stream().map(String.class::cast).toList();
  }

  /** {@return an integer that is always there} */
  public long number(String key) {
    return (Long) present(key);
  }

  /** {@return an integer, 0 when absent} */
  public long numberOrZero(String key) {
    Object value = map.get(key);
    return value == null ? 0 : (Long) value;
  }

  /** {@return a truth value, false when absent} */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(map.get(key));
  }

  public @Nullable Long numberOrNull(String key) {
    return (Long) map.get(key);
  }

  /** {@return a point in time that is always there} */
  public Instant instant(String key) {
    return ((ZonedDateTime) present(key)).toInstant();
  }

  public @Nullable Instant instantOrNull(String key) {
    Object value = map.get(key);
    return value == null ? null : ((ZonedDateTime) value).toInstant();
  }

  private Object present(String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new Missing(key, map.keySet());
    }
    return value;
  }

  /**
   * What is always there was not. Neo4j reads the properties of a node without a lock: while
   * another transaction writes them, some can be missing.
   */
  static final class Missing extends IllegalStateException {
    Missing(String key, Set<String> keys) {
      super("no property %s among %s".formatted(key, keys));
    }
  }
}
