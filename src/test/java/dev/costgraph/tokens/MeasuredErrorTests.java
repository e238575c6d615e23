package dev.costgraph.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The error of the approximation, maker by maker: texts with the counts of the maker's own
 * tokenizer against what is counted here. docs/tokens.md says how the file of samples is made;
 * without it nothing is measured.
 */
class MeasuredErrorTests {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A model of each maker that samples have counts of. */
  private static final Map<String, String> MODELS =
      Map.of(
          "Alibaba", "qwen/qwen3-32b",
          "DeepSeek", "deepseek-ai/DeepSeek-V3.1",
          "Google", "gemini-2.5-pro",
          "Meta", "llama-3.3-70b-versatile");

  @Test
  void shouldStateTheErrorThatIsMeasured() throws IOException {
    Map<String, List<BigDecimal>> errors = new TreeMap<>();
    Map<String, List<BigDecimal>> byKind = new TreeMap<>();
    for (String line : Files.readAllLines(samples())) {
      JsonNode sample = JSON.readTree(line);
      BigDecimal own = new BigDecimal(sample.get("tokens").asLong());
      String text = sample.get("text").asText();
      BigDecimal counted = new BigDecimal(TextEncoding.O200K_BASE.count(text).tokens());
      BigDecimal percent =
          own.subtract(counted)
              .multiply(BigDecimal.valueOf(100))
              .divide(counted, 2, RoundingMode.HALF_EVEN);
      String maker = sample.get("maker").asText();
      errors.computeIfAbsent(maker, m -> new ArrayList<>()).add(percent.abs());
      byKind
          .computeIfAbsent(maker + " " + sample.get("kind").asText(), k -> new ArrayList<>())
          .add(percent);
    }

    assertThat(errors.keySet()).isEqualTo(MODELS.keySet());
    assertThat(stated()).as("by kind: %s", table(byKind)).isEqualTo(percentile90(errors));
  }

  private static Map<String, String> stated() {
    Map<String, String> stated = new TreeMap<>();
    MODELS.forEach(
        (maker, model) -> stated.put(maker, String.valueOf(TokenModel.of(model).errorPercent())));
    return stated;
  }

  /** {@return the smallest whole percent that nine of ten are not above} */
  private static Map<String, String> percentile90(Map<String, List<BigDecimal>> errors) {
    Map<String, String> percentiles = new TreeMap<>();
    errors.forEach(
        (maker, all) ->
            percentiles.put(
                maker, at(all, 9, 10).setScale(0, RoundingMode.CEILING).toPlainString()));
    return percentiles;
  }

  /** {@return each kind's tenth, half and nine tenths; above 0: the maker counts more} */
  private static String table(Map<String, List<BigDecimal>> errors) {
    StringBuilder table = new StringBuilder();
    errors.forEach(
        (kind, all) ->
            table.append(
                "\n%s: %d samples, %s %s %s"
                    .formatted(kind, all.size(), at(all, 1, 10), at(all, 1, 2), at(all, 9, 10))));
    return table.toString();
  }

  /** {@return the value that a share of all is not above} */
  private static BigDecimal at(List<BigDecimal> values, int share, int of) {
    List<BigDecimal> sorted = values.stream().sorted().toList();
    return sorted.get(Math.ceilDiv(sorted.size() * share, of) - 1);
  }

  private static Path samples() {
    String path = System.getenv("COSTGRAPH_TOKEN_SAMPLES");
    assumeTrue(
        path != null && Files.isRegularFile(Path.of(path)),
        "no samples: set COSTGRAPH_TOKEN_SAMPLES to the file that docs/tokens.md makes");
    return Path.of(String.valueOf(path));
  }
}
