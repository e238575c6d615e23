package dev.costgraph.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTests {

  @Test
  void shouldReadAnObject() {
    assertThat(Parameters.of("{\"a\": [1, 9007199254740993, 1.5, true, {\"b\": \"c\"}]}"))
        .isEqualTo(Map.of("a", List.of(1, 9_007_199_254_740_993L, 1.5, true, Map.of("b", "c"))));
    assertThat(Parameters.of(null)).isEmpty();
    assertThat(Parameters.of(" ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          [1]                          | not a JSON object
          "a"                          | not a JSON object
          null                         | not a JSON object
          {"a": 1                      | not JSON
          {"a": 1, "a": 2}             | Duplicate field 'a'
          {"a": 1} {"b": 2}            | not JSON
          {a: 1}                       | not JSON
          {"a": 9223372036854775808}   | 9223372036854775808 is more than 64 bits hold
          {"a": [{"b": 1e999}]}        | beyond what a double holds
          """)
  void shouldSayWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> Parameters.of(text))
        .isInstanceOfSatisfying(
            BadRequest.class,
            e -> {
              assertThat(e.code()).isEqualTo(BadRequest.Code.INVALID_VALUE);
              assertThat(e.field()).isEqualTo("parameters");
            })
        .hasMessageContaining(message);
  }

  @Test
  void shouldBoundThem() {
    assertThatThrownBy(() -> Parameters.of("{\"a\": \"" + "x".repeat(100_000) + "\"}"))
        .hasMessageContaining("at most 100,000");
    assertThatThrownBy(() -> Parameters.of("{\"a\": " + "[".repeat(30) + "]".repeat(30) + "}"))
        .hasMessageContaining("depth");
  }
}
