package dev.costgraph.explore;

import dev.costgraph.BadRequest;
import dev.costgraph.graph.CypherFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The queries in {@code cypher/explore}, read when the class is. The header of a file begins with
 * its title, then says what it answers, then has a line {@code // Default: $name = 'text'} or
 * {@code = 17} for each parameter.
 */
final class ExplorationLibrary {

  /** Of the files, in the order of the names. */
  static final List<String> NAMES =
      """
      adjustments-by-model
      agents-by-cost
      agents-sharing-a-budget
      books-of-a-budget
      books-of-narrowing-budgets
      budget-roll-up
      budget-status
      budgets-over-limit
      budgets-with-several-parents
      busiest-hours
      cache-share-by-model
      cost-by-day
      cost-by-tag
      cost-per-thousand-tokens
      deepest-delegation
      delegated-share
      delegation
      denials
      estimates
      failures-by-day
      holds-of-budgets
      models-by-project
      most-expensive-calls
      open-reservations
      operation-lineage
      operation-steps
      price-versions-used
      repeated-calls
      run-with-spawned
      runs-above-usual
      runs-by-cost
      runs-spawning-most
      spent-as-of
      tasks-without-budget
      tools-by-cost
      unpriced-usage
      users-by-cost
      """
          .lines()
          .toList();

  private static final Pattern DEFAULT =
      Pattern.compile("// Default: \\$(?<name>\\w+) = (?:'(?<text>[^']*)'|(?<number>-?\\d+))");

  private static final List<String> CONTRACT =
      List.of("// Parameters: ", "// Rows: ", "// Indexes: ", "// Plan: ");

  private static final Map<String, Exploration> BY_NAME =
      NAMES.stream()
          .map(name -> read(name, CypherFile.text("explore/" + name)))
          .collect(
              Collectors.toMap(
                  Exploration::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));

  private ExplorationLibrary() {}

  static List<Exploration> all() {
    return List.copyOf(BY_NAME.values());
  }

  /**
   * {@return the query of that name}
   *
   * @throws BadRequest NOT_FOUND, field {@code name}
   */
  static Exploration named(String name) {
    Exploration exploration = BY_NAME.get(name);
    if (exploration == null) {
      throw new BadRequest(
          BadRequest.Code.NOT_FOUND,
          "name",
          "no exploration has the name '%s'; explorations lists them".formatted(name));
    }
    return exploration;
  }

  /**
   * {@return its defaults, and what is given in their place}
   *
   * @throws BadRequest INVALID_VALUE, field {@code parameters}, for a name that it does not have
   */
  static Map<String, Object> parameters(Exploration exploration, Map<String, Object> given) {
    Map<String, Object> parameters = new TreeMap<>(Parameters.of(exploration.defaults()));
    for (Map.Entry<String, Object> parameter : given.entrySet()) {
      if (!parameters.containsKey(parameter.getKey())) {
        throw Parameters.fault(
            "%s has no parameter '%s'; it has %s"
                .formatted(
                    exploration.name(),
                    parameter.getKey(),
                    String.join(", ", exploration.parameters())));
      }
      parameters.put(parameter.getKey(), parameter.getValue());
    }
    return parameters;
  }

  /** {@return what the text of a file says} */
  static Exploration read(String name, String text) {
    List<String> explanation = new ArrayList<>();
    Map<String, Object> defaults = new TreeMap<>();
    List<String> statement = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher parameter = DEFAULT.matcher(line);
      if (parameter.matches()) {
        String number = parameter.group("number");
        defaults.put(
            parameter.group("name"),
            number == null ? parameter.group("text") : Long.valueOf(number));
      } else if (!line.startsWith("//")) {
        statement.add(line);
      } else if (CONTRACT.stream().noneMatch(line::startsWith)) {
        explanation.add(line.substring(2).strip());
      }
    }
    String title = explanation.removeFirst();
    return new Exploration(
        name,
        title.substring(0, title.length() - 1),
        String.join(" ", explanation),
        List.copyOf(defaults.keySet()),
        Parameters.text(defaults),
        String.join("\n", statement).strip());
  }
}
