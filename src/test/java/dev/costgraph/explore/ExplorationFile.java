package dev.costgraph.explore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One query of the analysts' library.
 *
 * @param explanation the question that it answers, and how
 * @param defaults of its parameters, for the sample
 * @param statement without the header
 */
record ExplorationFile(
    String name, String title, String explanation, Map<String, Object> defaults, String statement) {

  private static final Path FOLDER = Path.of("cypher/explore");
  private static final Pattern DEFAULT = Pattern.compile("// Default: \\$(\\w+) = '([^']*)'");
  private static final List<String> CONTRACT =
      List.of("// Parameters: ", "// Default: ", "// Rows: ", "// Indexes: ");

  /** {@return all of them by name} */
  static List<ExplorationFile> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(ExplorationFile::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExplorationFile read(Path file) {
    List<String> explanation = new ArrayList<>();
    Map<String, Object> defaults = new HashMap<>();
    StringBuilder statement = new StringBuilder();
    try {
      for (String line : Files.readAllLines(file, UTF_8)) {
        Matcher parameter = DEFAULT.matcher(line);
        if (parameter.matches()) {
          defaults.put(parameter.group(1), parameter.group(2));
        } else if (!line.startsWith("//")) {
          statement.append(line).append('\n');
        } else if (CONTRACT.stream().noneMatch(line::startsWith)) {
          explanation.add(line.substring(2).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String title = explanation.removeFirst();
    return new ExplorationFile(
        file.getFileName().toString().replace(".cypher", ""),
        title.substring(0, title.length() - 1),
        String.join(" ", explanation),
        defaults,
        statement.toString().strip());
  }
}
