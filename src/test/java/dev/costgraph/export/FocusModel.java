package dev.costgraph.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.costgraph.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of FOCUS 1.2 as its validator publishes them.
 *
 * @param functions by name: the rules of the attribute that a check is about
 */
record FocusModel(Map<String, Rule> rules, Map<String, List<String>> functions, String root) {

  /**
   * One rule.
   *
   * @param reference the column, attribute or dataset that it is of
   * @param criteria what a provider has to support for the rule to apply
   * @param requirement what must hold; empty for a rule that is there in words only
   * @param condition where; empty for everywhere
   */
  record Rule(
      String id,
      String function,
      String entity,
      String reference,
      Set<String> criteria,
      String keyword,
      String words,
      JsonNode requirement,
      JsonNode condition) {

    boolean isComposite() {
      return function.equals("Composite");
    }

    boolean isPermission() {
      return keyword.equals("MAY");
    }

    boolean isInWordsOnly() {
      return requirement.isEmpty();
    }
  }

  static FocusModel read() throws IOException {
    JsonNode model =
        new ObjectMapper().readTree(SharedData.folder("focus").resolve("model-1.2.json").toFile());
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : model.path("ModelRules").properties()) {
      JsonNode rule = entry.getValue();
      JsonNode criteria = rule.path("ValidationCriteria");
      rules.put(
          entry.getKey(),
          new Rule(
              entry.getKey(),
              rule.path("Function").asText(),
              rule.path("EntityType").asText(),
              rule.path("Reference").asText(),
              Set.copyOf(texts(rule.path("ApplicabilityCriteria"))),
              criteria.path("Keyword").asText(),
              criteria.path("MustSatisfy").asText(),
              criteria.path("Requirement"),
              criteria.path("Condition")));
    }
    Map<String, List<String>> functions = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : model.path("CheckFunctions").properties()) {
      functions.put(entry.getKey(), texts(entry.getValue().path("FormatAttributes")));
    }
    return new FocusModel(
        rules,
        functions,
        model.path("ModelDatasets").path("CostAndUsage").path("ModelRules").path(0).asText());
  }

  /** {@return the rule; one that is referred to and not there fails the test} */
  Rule rule(String id) {
    Rule rule = rules.get(id);
    if (rule == null) {
      throw new NotUnderstood("no rule " + id);
    }
    return rule;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Something in the model that this interpreter has no meaning for. */
  static final class NotUnderstood extends RuntimeException {
    NotUnderstood(String what) {
      super(what);
    }
  }
}
