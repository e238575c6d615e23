package dev.costgraph.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.costgraph.Limits;
import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What holds for any object; a failure prints the seed of its data. */
class ProviderUsagePropertyTests {

  private static final int ROUNDS = 4_000;
  private static final List<ProviderApi> APIS = List.of(ProviderApi.values());

  @Test
  void shouldReadBackWhatAProviderStates() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      for (ProviderApi api : APIS) {
        // Given disjoint counts, stated as the provider would
        GeneratedUsage generated = GeneratedUsage.of(api, random);

        // When
        ProviderUsage usage = UsageReader.read(api, generated.json().toString(), null);

        // Then the counts are those, and nothing is left to say but that audio was cached
        String as = "seed %d: %s %s".formatted(seed, api, generated.json());
        assertThat(usage).as(as).isInstanceOf(Counted.class);
        assertThat(((Counted) usage).tokens()).as(as).isEqualTo(generated.tokens());
        assertThat(((Counted) usage).warnings())
            .as(as)
            .allMatch(warning -> warning.contains("booked as cacheRead, of which there is one"));
      }
    }
  }

  @Test
  void shouldNeverCountBelowZeroNorPassAContradictionInSilence() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int silent = 0;
    int warned = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      for (ProviderApi api : APIS) {
        // Given an object of which one to three fields say something else
        ObjectNode json = GeneratedUsage.of(api, random).json();
        List<Leaf> leaves = new ArrayList<>();
        collect(json, leaves);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
          Leaf leaf = leaves.get(random.nextInt(leaves.size()));
          leaf.object().set(leaf.name(), other(random));
        }

        // When
        ProviderUsage usage = UsageReader.read(api, json.toString(), null);

        // Then no count is negative, and a sum that is not the stated total is warned of
        String as = "seed %d: %s %s".formatted(seed, api, json);
        switch (usage) {
          case Refused r -> {
            refused++;
            assertThat(r.message()).as(as).contains(r.path());
          }
          case Counted counted -> {
            for (Part part : counted.parts()) {
              assertThat(all(part.tokens()).min().orElseThrow()).as(as).isNotNegative();
              assertThat(all(part.tokens()).max().orElseThrow())
                  .as(as)
                  .isLessThanOrEqualTo(Limits.TOKENS_MAX);
            }
            if (counted.warnings().isEmpty()) {
              silent++;
              assertThat(counted.tokens().getTotal()).as(as).isEqualTo(stated(api, json, counted));
            } else {
              warned++;
            }
          }
        }
      }
    }
    assertThat(List.of(silent, warned, refused))
        .as("seed %d", seed)
        .allSatisfy(n -> assertThat(n).isPositive());
  }

  @Test
  void shouldAnswerAnyText() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      for (ProviderApi api : APIS) {
        // Given the text of an object with some characters replaced, or cut off
        StringBuilder text = new StringBuilder(GeneratedUsage.of(api, random).json().toString());
        for (int change = random.nextInt(1, 4); change > 0; change--) {
          String characters = "{}[]\":,-+.eE019nul\\ \u0000\ud800x";
          text.setCharAt(
              random.nextInt(text.length()),
              characters.charAt(random.nextInt(characters.length())));
        }
        if (random.nextInt(4) == 0) {
          text.setLength(random.nextInt(text.length()));
        }

        // Then it is read or refused, under any api
        ProviderApi any = APIS.get(random.nextInt(APIS.size()));
        assertThat(UsageReader.read(any, text.toString(), null))
            .as("seed %d: %s %s", seed, any, text)
            .isNotNull();
      }
    }
  }

  private record Leaf(ObjectNode object, String name) {}

  private static void collect(JsonNode node, List<Leaf> leaves) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isNumber()) {
                  leaves.add(new Leaf(object, field.getKey()));
                }
                collect(field.getValue(), leaves);
              });
    } else {
      node.forEach(element -> collect(element, leaves));
    }
  }

  private static JsonNode other(Random random) {
    var nodes = RecordedUsage.JSON.getNodeFactory();
    return switch (random.nextInt(12)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(-random.nextLong(1, 100));
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.textNode("1");
      default -> nodes.numberNode(random.nextLong(1L << random.nextInt(1, 27)));
    };
  }

  /** {@return the total that the object states; what was counted where it states none} */
  private static long stated(ProviderApi api, ObjectNode json, Counted counted) {
    String total =
        switch (api) {
          case GEMINI -> json.has("totalTokenCount") ? "totalTokenCount" : "total_tokens";
          case BEDROCK_CONVERSE -> "totalTokens";
          default -> "total_tokens";
        };
    return json.hasNonNull(total) ? json.get(total).asLong() : counted.tokens().getTotal();
  }

  private static LongStream all(TokenCounts t) {
    return LongStream.of(
        t.input(),
        t.output(),
        t.cacheRead(),
        t.cacheWrite5m(),
        t.cacheWrite1h(),
        t.reasoning(),
        t.audioInput(),
        t.audioOutput(),
        t.imageInput(),
        t.imageOutput());
  }
}
