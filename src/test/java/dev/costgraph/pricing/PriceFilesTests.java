package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.pricing.PriceCatalogue.InvalidCatalogue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a file of the catalogue is read, and what is refused about it. */
class PriceFilesTests {

  @Test
  void shouldReadAFile() {
    PriceCatalogue catalogue =
        read(
            file(
                """
                {"model": "m", "aliases": ["m-1"], "prices": [
                  {"input": "0.10", "output": "2", "asInput": ["imageInput"]},
                  {"from": "2025-01-02", "upToPromptTokens": 7, "input": "0.000000001"},
                  {"from": "2025-01-02T00:00:01Z", "unpriced": "by the hour"}]}
                """));

    assertThat(catalogue.models())
        .containsExactly(new PriceCatalogue.HostedModel("m", "acme", true, List.of("m-1")));
    assertThat(catalogue.providerAliases()).isEqualTo(Map.of("acme-inc", "acme"));
    assertThat(catalogue.prices())
        .containsExactly(
            new ModelPrice(
                "m",
                "acme",
                null,
                "acme.example; checked 2025-01-01",
                "USD",
                null,
                List.of(
                    PriceComponent.ofTokens("input", new BigDecimal("0.10")),
                    PriceComponent.ofTokens("output", new BigDecimal("2")),
                    PriceComponent.ofTokens("imageInput", new BigDecimal("0.10")))),
            new ModelPrice(
                "m",
                "acme",
                Instant.parse("2025-01-02T00:00:00Z"),
                "acme.example; checked 2025-01-01",
                "USD",
                7L,
                List.of(PriceComponent.ofTokens("input", new BigDecimal("0.000000001")))),
            new ModelPrice(
                "m",
                "acme",
                Instant.parse("2025-01-02T00:00:01Z"),
                "by the hour; acme.example; checked 2025-01-01",
                "USD",
                null,
                List.of()));
  }

  @Test
  void shouldReadTiersThresholdsAndHours() {
    PriceCatalogue catalogue =
        read(
            file(
                """
                {"model": "m", "prices": [
                  {"input": "4", "output": "9", "asInput": ["imageInput"], "each": {"page": "0.1"},
                   "longPrompts": "PART_ABOVE",
                   "above": [{"tokens": 7, "input": "5", "asInput": ["audioInput"]}],
                   "flex": {"input": "3", "each": {"page": "0.05"}},
                   "batch": {"input": "2", "above": [{"tokens": 7, "input": "2.5"}]},
                   "hours": [{"utc": "16:30-00:30", "input": "1"}]}]}
                """));

    ModelPrice price = catalogue.prices().getFirst();
    assertThat(price.longPrompts()).isEqualTo(LongPrompts.PART_ABOVE);
    assertThat(price.components())
        .extracting(component -> component.what() + " = " + component.getPrice())
        .containsExactly(
            "input = 4",
            "output = 9",
            "imageInput = 4",
            "page = 0.1",
            "input above 7 = 5",
            "audioInput above 7 = 5",
            "input BATCH = 2",
            "input BATCH above 7 = 2.5",
            "input FLEX = 3",
            "page FLEX = 0.05",
            "input at 16:30-00:30 = 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the prices of model m | the field and the problem
        "{'input': '-1'} | input: is negative: -1",
        "{'input': '1,5'} | input: is not a decimal: 1,5",
        "{'input': 1.5} | input: is not a text",
        "{'input': ''} | input: is not a text",
        "{'inputs': '1'} | inputs: is not known",
        "{'page': '1'} | page: is not known",
        "{'input': '1', 'from': 'May'} | from: is not a day: May",
        "{'input': '1', 'from': '2025-02-30'} | from: is not a day: 2025-02-30",
        "{'input': '1', 'from': '2025-01-01T25:00:00Z'} | "
            + "from: is not an instant: 2025-01-01T25:00:00Z",
        "{'input': '1'}, {'input': '2'} | from: is not after the one before: null",
        "{'input': '1', 'from': '2025-01-02'}, {'input': '2', 'from': '2025-01-01'} | "
            + "from: is not after the one before: 2025-01-01T00:00:00Z",
        "{'input': '1', 'from': '2025-01-02'}, {'input': '2', 'from': '2025-01-02'} | "
            + "from: is not after the one before: 2025-01-02T00:00:00Z",
        "{} | prices: has neither or both of components and unpriced",
        "{'input': '1', 'unpriced': 'why'} | "
            + "prices: has neither or both of components and unpriced",
        "{'input': '1', 'asInput': ['image']} | asInput: cannot have image",
        "{'input': '1', 'imageInput': '2', 'asInput': ['imageInput']} | "
            + "asInput: cannot have imageInput",
        "{'output': '1', 'asInput': ['imageInput']} | asInput: cannot have imageInput",
        "{'input': '1', 'asInput': ['imageInput', 'imageInput']} | "
            + "prices: imageInput has two prices",
        "{'input': '1', 'asInput': [1]} | asInput: has something other than a text: 1",
        "{'input': '1', 'upToPromptTokens': 0} | prices: upToPromptTokens 0 is below 1",
        "{'input': '1', 'upToPromptTokens': '5'} | upToPromptTokens: is not a whole number: \"5\"",
        "{'input': '1', 'upToPromptTokens': 1.5} | upToPromptTokens: is not a whole number: 1.5",
        "{'input': '1', 'asInput': 'imageInput'} | asInput: is not a list: \"imageInput\"",
        "{'input': '1e41'} | input: has more than 40 digits or places: 1e41",
        "{'input': '1', 'above': [{'input': '2'}]} | `tokens: is not a whole number: `",
        "{'input': '1', 'above': [{'tokens': 0, 'input': '2'}]} | "
            + "prices: input cannot have aboveTokens 0",
        "{'input': '1', 'above': [{'tokens': 5, 'page': '2'}]} | page: is not known",
        "{'input': '1', 'above': {'tokens': 5}} | above: is not a list with something in it",
        "{'input': '1', 'above': [{'tokens': 5, 'input': '2'}, {'tokens': 5, 'input': '3'}]} | "
            + "prices: input above 5 has two prices",
        "{'input': '1', 'batch': {'upToPromptTokens': 5}} | upToPromptTokens: is not known",
        "{'input': '1', 'standard': {'input': '2'}} | standard: is not known",
        "{'input': '1', 'batch': {'cacheRead': '1', 'asInput': ['imageInput']}} | "
            + "asInput: cannot have imageInput",
        "{'input': '1', 'hours': [{'input': '2'}]} | utc: is not a text",
        "{'input': '1', 'hours': [{'utc': '1-2', 'input': '2'}]} | "
            + "utc: no hours such as 16:30-00:30: 1-2",
        "{'input': '1', 'each': ['page']} | each: is not an object: [\"page\"]",
        "{'input': '1', 'each': {'input': '2'}} | prices: input is not a known component priced per"
            + " input; its unit is 1000000 tokens",
        "{'input': '1', 'longPrompts': 'ALL'} | longPrompts: is not WHOLE_REQUEST or PART_ABOVE:"
            + " ALL",
        "1 | x",
      })
  void shouldNameFileModelAndFieldOfAWrongPrice(String prices, String problem) {
    String json = "{'model': 'm', 'prices': [" + prices + "]}";
    String expected = problem.equals("x") ? ": is not an object: 1" : ", field " + problem;

    assertThatThrownBy(() -> read(file(json.replace('\'', '"'))))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessage("prices/acme.json, model m" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'acme' | 7 | field provider: is not a text",
        "true | 'yes' | field home: is not true or false",
        "'2025-01-01' | 'today' | field checked: is not a day: today",
        "1000000 tokens | 1000 tokens | field unit: is not 1000000 tokens",
        "'source' | 'sources' | field sources: is not known",
        "'acme-inc' | 'ACME' | field alsoKnownAs: is there twice: ACME",
        "'m' | '' | field model: is not a text",
        "'m', | 'm', 'name': 'M', | field name: is not known",
      })
  void shouldNameFileAndFieldOfAWrongFile(String text, String wrong, String problem) {
    String good = file("{\"model\": \"m\", \"prices\": [{\"input\": \"1\"}]}");
    String bad = good.replace(text.replace('\'', '"'), wrong.replace('\'', '"'));

    assertThat(bad).isNotEqualTo(good);
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessage("prices/acme.json, " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | b | A | model: is there twice: A",
        "a | A | c | aliases: is there twice: A",
        "a | b | B | model: is there twice: B",
      })
  void shouldRefuseAnIdTwice(String first, String alias, String second, String problem) {
    String models =
        "{\"model\": \"%s\", \"aliases\": [\"%s\"], \"prices\": [{\"input\": \"1\"}]},"
                .formatted(first, alias)
            + "{\"model\": \"%s\", \"prices\": [{\"input\": \"1\"}]}".formatted(second);

    assertThatThrownBy(() -> read(file(models)))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageEndingWith("field " + problem);
  }

  @Test
  void shouldRefuseTextThatIsNotJsonAndFieldsThatAreThereTwice() {
    assertThatThrownBy(() -> read("{"))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageStartingWith("prices/acme.json: is not JSON");
    assertThatThrownBy(
            () ->
                read(
                    file("{\"model\": \"m\", \"prices\": [{\"input\": \"1\", \"input\": \"2\"}]}")))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageContaining("Duplicate field 'input'");
    String good = file("{\"model\": \"m\", \"prices\": [{\"input\": \"1\"}]}");
    assertThatThrownBy(() -> read(good + "{}"))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageStartingWith("prices/acme.json: is not JSON: Trailing token");
    assertThatThrownBy(() -> read(good.replace("\"1\"", '"' + "1".repeat(101) + '"')))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageEndingWith("field input: has more than 100 characters");
    assertThatThrownBy(() -> read(good.replace("[\"acme-inc\"]", "\"acme-inc\"")))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessage("prices/acme.json, field alsoKnownAs: is not a list: \"acme-inc\"");
    assertThatThrownBy(() -> read(file("")))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageEndingWith("field models: is not a list with something in it");
  }

  @Test
  void shouldRefuseMoreComponentsThanAnybodyHas() {
    StringBuilder each = new StringBuilder("\"u0\": \"1\"");
    for (int i = 1; i <= 500; i++) {
      each.append(", \"u").append(i).append("\": \"1\"");
    }
    String model = "{\"model\": \"m\", \"prices\": [{\"each\": {" + each + "}}]}";

    assertThatThrownBy(() -> read(file(model)))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageEndingWith("501 components are more than 500");
    assertThat(read(file(model.replace("\"u0\": \"1\", ", ""))).prices()).hasSize(1);
  }

  @Test
  void shouldRefuseAProviderInTwoFiles() {
    String file = file("{\"model\": \"m\", \"prices\": [{\"input\": \"1\"}]}");

    assertThatThrownBy(
            () -> PriceCatalogue.of(Map.of("prices/a.json", file, "prices/b.json", file)))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessage("prices/b.json, field provider: is there twice: acme");
  }

  private static PriceCatalogue read(String text) {
    return PriceCatalogue.of(Map.of("prices/acme.json", text));
  }

  private static String file(String models) {
    return """
    {"provider": "acme", "alsoKnownAs": ["acme-inc"], "home": true, "source": "acme.example",
     "checked": "2025-01-01", "currency": "USD", "unit": "1000000 tokens", "models": [%s]}
    """
        .formatted(models);
  }
}
