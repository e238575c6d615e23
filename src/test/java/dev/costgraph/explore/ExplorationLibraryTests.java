package dev.costgraph.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplorationLibraryTests {

  private static final Pattern PARAMETER = Pattern.compile("\\$(\\w+)");

  @Test
  void shouldHaveEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("cypher", "explore"))) {
      assertThat(ExplorationLibrary.NAMES)
          .containsExactlyElementsOf(
              files.map(f -> f.getFileName().toString().replace(".cypher", "")).sorted().toList());
    }
    assertThat(ExplorationLibrary.all()).hasSizeGreaterThanOrEqualTo(34);
  }

  @Test
  void shouldHaveADefaultForEveryParameterAndSayWhatItAnswers() {
    for (Exploration exploration : ExplorationLibrary.all()) {
      assertThat(exploration.parameters())
          .as(exploration.name())
          .containsExactlyElementsOf(
              new TreeSet<>(
                  PARAMETER
                      .matcher(exploration.statement())
                      .results()
                      .map((MatchResult found) -> found.group(1))
                      .toList()));
      assertThat(exploration.title()).as(exploration.name()).isNotBlank().doesNotEndWith(".");
      assertThat(exploration.description()).as(exploration.name()).contains("?");
      assertThat(FreeStatement.of(exploration.statement()).text())
          .as(exploration.name())
          .isEqualTo(exploration.statement());
    }
  }

  @Test
  void shouldReadAHeader() {
    Exploration read =
        ExplorationLibrary.read(
            "a",
            """
            // A title.
            // What is it?
            // Parameters: $x string; $n integer
            // Default: $x = 'it'
            // Default: $n = -3
            // Rows: one
            // Plan: none
            RETURN $x,
              $n
            """);

    assertThat(read)
        .isEqualTo(
            new Exploration(
                "a",
                "A title",
                "What is it?",
                List.of("n", "x"),
                "{\"n\":-3,\"x\":\"it\"}",
                "RETURN $x,\n  $n"));
    assertThat(ExplorationLibrary.parameters(read, Map.of("x", "that")))
        .isEqualTo(Map.of("x", "that", "n", -3));
    assertThatThrownBy(() -> ExplorationLibrary.parameters(read, Map.of("y", 1)))
        .hasMessage("a has no parameter 'y'; it has n, x");
  }
}
