package dev.costgraph.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * One statement under {@code cypher/}. It is read when its constant is initialised, so a missing
 * file fails the start and not the first call.
 *
 * @param name path below {@code cypher/} without the ending, e.g. {@code ledger/lock-ledger}
 * @param statement the text without its header comment
 */
public record CypherFile(String name, String statement) {

  /** {@return the statement of {@code cypher/<name>.cypher}} */
  public static CypherFile of(String name) {
    return new CypherFile(
        name,
        text(name)
            .lines()
            .filter(line -> !line.startsWith("//"))
            .collect(Collectors.joining("\n"))
            .strip());
  }

  /** {@return {@code cypher/<name>.cypher} with its header} */
  public static String text(String name) {
    return read("/cypher/" + name + ".cypher");
  }

  static String read(String resource) {
    try (InputStream in = CypherFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
