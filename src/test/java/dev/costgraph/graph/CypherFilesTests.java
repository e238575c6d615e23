package dev.costgraph.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.JavaText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code cypher/} is the only place for Cypher, and holds nothing that is not used. */
class CypherFilesTests {

  /** The library of explorations names these, and its tests hold it to the folder. */
  private static final String EXPLORATIONS = "explore/";

  private static final Pattern NAMED = Pattern.compile("CypherFile\\.of\\(\\s*\"([^\"]+)\"");

  private static final Pattern CYPHER =
      Pattern.compile(
          "\\b(MATCH|MERGE|CREATE)\\s*\\(|\\b(UNWIND|RETURN)\\s+\\S|\\bCALL\\s*[({]"
              + "|\\bCALL\\s+\\w+\\.|\\bALTER\\s+\\w+"
              + "|\\b(CREATE|DROP|SHOW)\\s+(CONSTRAINT|INDEX|DATABASE|USER)");

  /** Cypher in Java, with its reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          // asks only whether the database answers; no file is needed to say so
          "Database.java", "RETURN 1",
          // runs on the system database, inside Neo4j and before any driver is there
          "EmbeddedNeo4j.java", "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED");

  @Test
  void shouldSayWhatEveryStatementTakesAndGives() {
    Map<String, List<String>> faults = new TreeMap<>();
    for (CypherText file : CypherText.all()) {
      if (!file.faults().isEmpty()) {
        faults.put(file.name(), file.faults());
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void shouldNoticeBadHeaders() {
    String good = "// Reads.\n// Parameters: $a string\n// Rows: one\nRETURN $a";

    assertThat(CypherText.of("a", good).faults()).isEmpty();
    assertThat(CypherText.of("a", good.replace("$a string", "$b string")).faults()).hasSize(1);
    assertThat(CypherText.of("a", good.replace("$a string", "none")).faults()).hasSize(2);
    assertThat(CypherText.of("a", good + ", $b").faults())
        .containsExactly("header names [a], statement uses [a, b]");
    assertThat(CypherText.of("a", good.replace("// Rows: one\n", "")).faults())
        .containsExactly("no // Rows:");
    assertThat(CypherText.of("a", good + "; RETURN 1;").faults())
        .containsExactly("not one statement");
    assertThat(CypherText.of("a", "RETURN 1").faults()).hasSize(4);
  }

  @Test
  void shouldApplyEveryMigrationInOrder() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("cypher", "schema"))) {
      assertThat(Migrations.FILES)
          .extracting(file -> Path.of(file.name() + ".cypher").getFileName().toString())
          .containsExactlyElementsOf(
              files.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void shouldUseEveryFileOnceAndNoOther() throws IOException {
    List<String> files =
        CypherText.all().stream()
            .map(CypherText::name)
            .filter(name -> !name.startsWith(EXPLORATIONS))
            .toList();
    List<String> named = new ArrayList<>();
    for (Path path : javaFiles()) {
      named.addAll(named(Files.readString(path, UTF_8)));
    }
    named.removeIf(name -> name.startsWith("schema/"));
    assertThat(named).containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void shouldFindNamesOverLines() {
    assertThat(named("a = CypherFile.of(\n  \"x/a\"); b = CypherFile.of(\"x/b\")"))
        .containsExactly("x/a", "x/b");
  }

  @Test
  void shouldHoldNoCypherInJava() throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    for (Path path : javaFiles()) {
      List<String> cypher = cypher(JavaText.of(Files.readString(path, UTF_8)).strings());
      if (!cypher.isEmpty()) {
        found.put(path.getFileName().toString(), cypher);
      }
    }
    Map<String, List<String>> allowed = new TreeMap<>();
    EXCEPTIONS.forEach((file, statement) -> allowed.put(file, List.of(statement)));
    assertThat(found).isEqualTo(allowed);
  }

  @Test
  void shouldKnowCypherFromProse() {
    assertThat(cypher(List.of("MATCH (a) ", "MERGE (:A)", "CREATE INDEX a", "CALL db.labels()")))
        .hasSize(4);
    assertThat(cypher(List.of("CREATE", "is created or matched", "RETURN"))).isEmpty();
  }

  private static List<String> named(String java) {
    return NAMED.matcher(java).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static List<String> cypher(Collection<String> strings) {
    return strings.stream().filter(text -> CYPHER.matcher(text).find()).toList();
  }

  private static List<Path> javaFiles() throws IOException {
    try (Stream<Path> paths = Files.walk(Path.of("src", "main", "java"))) {
      return paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
  }
}
