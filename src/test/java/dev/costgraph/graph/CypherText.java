package dev.costgraph.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file under {@code cypher/}.
 *
 * @param name path below {@code cypher/} without the ending
 * @param header the lines of the header by what they begin with, e.g. "Parameters"; "" is the
 *     sentence
 */
record CypherText(String name, Map<String, String> header, String statement) {

  private static final Path ROOT = Path.of("cypher");
  private static final Set<String> KEYS = Set.of("Parameters", "Rows", "Locks", "Indexes", "Plan");
  private static final Pattern PARAMETER = Pattern.compile("\\$([A-Za-z_]\\w*)");

  static CypherText of(String name, String text) {
    Map<String, StringBuilder> header = new LinkedHashMap<>();
    String key = "";
    List<String> lines = text.lines().toList();
    int line = 0;
    for (; line < lines.size() && lines.get(line).startsWith("//"); line++) {
      String content = lines.get(line).substring(2).strip();
      int colon = content.indexOf(':');
      if (colon > 0 && KEYS.contains(content.substring(0, colon))) {
        key = content.substring(0, colon);
        content = content.substring(colon + 1).strip();
      }
      StringBuilder value = header.computeIfAbsent(key, k -> new StringBuilder());
      value.append(value.isEmpty() ? "" : " ").append(content);
    }
    Map<String, String> values = new LinkedHashMap<>();
    header.forEach((k, value) -> values.put(k, value.toString()));
    return new CypherText(
        name, values, String.join("\n", lines.subList(line, lines.size())).strip());
  }

  /** {@return every file but the migrations} */
  static List<CypherText> all() {
    try (Stream<Path> paths = Files.walk(ROOT)) {
      return paths
          .filter(path -> path.toString().endsWith(".cypher"))
          .filter(path -> !path.startsWith(ROOT.resolve("schema")))
          .sorted()
          .map(CypherText::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CypherText read(Path path) {
    String name = ROOT.relativize(path).toString().replace('\\', '/').replace(".cypher", "");
    try {
      return of(name, Files.readString(path, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return what is wrong with the form; empty when nothing is} */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (header.getOrDefault("", "").isBlank()) {
      faults.add("no sentence says what it does");
    }
    if (header.getOrDefault("Rows", "").isBlank()) {
      faults.add("no // Rows:");
    }
    String declared = header.getOrDefault("Parameters", "");
    if (declared.isBlank()) {
      faults.add("no // Parameters:");
    }
    Set<String> used = names(statement);
    if (!names(declared).equals(used)) {
      faults.add("header names %s, statement uses %s".formatted(names(declared), used));
    }
    if (used.isEmpty() != declared.equals("none")) {
      faults.add("// Parameters: none is for a statement without any");
    }
    String one =
        statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement;
    if (one.isBlank() || one.contains(";")) {
      faults.add("not one statement");
    }
    if (one.contains("//") || one.contains("/*")) {
      faults.add("a comment within the statement: the header is the place");
    }
    return faults;
  }

  /** {@return the names of indexes and constraints that the header relies on} */
  List<String> indexes() {
    return Pattern.compile("[a-z]+_[a-z_]+")
        .matcher(header.getOrDefault("Indexes", ""))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    PARAMETER.matcher(text).results().forEach(match -> names.add(match.group(1)));
    return names;
  }
}
