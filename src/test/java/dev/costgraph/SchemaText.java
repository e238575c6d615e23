package dev.costgraph;

import graphql.language.AstPrinter;
import graphql.language.AstSorter;
import graphql.language.Comment;
import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NamedNode;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A GraphQL schema as text: compared without order, written in the order of another one. */
final class SchemaText {

  private static final Pattern ARGUMENTS =
      Pattern.compile("\\(\n((?:(?!\\):).)*)\\):", Pattern.DOTALL);

  private final Map<String, Definition<?>> definitions = new LinkedHashMap<>();

  /** Definitions whose names begin with "probe" are of tests only and left out. */
  SchemaText(String text) {
    for (Definition<?> definition : parse(text).getDefinitions()) {
      Definition<?> kept = withoutProbes(definition);
      boolean empty =
          kept instanceof ObjectTypeDefinition type && type.getFieldDefinitions().isEmpty();
      if (!isProbe(name(definition)) && !empty) {
        definitions.put(name(definition), kept);
      }
    }
  }

  /** {@return what differs, by definition, as "name: served …, file …"; empty when nothing does} */
  static List<String> differences(SchemaText served, SchemaText file) {
    Map<String, String> left = served.sorted();
    Map<String, String> right = file.sorted();
    return Stream.concat(left.keySet().stream(), right.keySet().stream())
        .distinct()
        .sorted()
        .filter(name -> !left.getOrDefault(name, "").equals(right.getOrDefault(name, "")))
        .map(name -> difference(name, left.get(name), right.get(name)))
        .toList();
  }

  private static String difference(String name, @Nullable String served, @Nullable String file) {
    if (served == null || file == null) {
      return name + " is " + (served == null ? "not served" : "not in the file");
    }
    List<String> servedLines = new ArrayList<>(served.lines().toList());
    List<String> fileLines = new ArrayList<>(file.lines().toList());
    List<String> common = List.copyOf(servedLines);
    servedLines.removeAll(file.lines().toList());
    fileLines.removeAll(common);
    return "%s\n  served: %s\n  file:   %s"
        .formatted(
            name, String.join("\n          ", servedLines), String.join("\n          ", fileLines));
  }

  /** {@return each definition with its fields, arguments and values in alphabetical order} */
  private Map<String, String> sorted() {
    Map<String, String> texts = new TreeMap<>();
    definitions.forEach(
        (name, definition) ->
            texts.put(
                name,
                AstPrinter.printAst(
                    new AstSorter().sort(Document.newDocument().definition(definition).build()))));
    return texts;
  }

  /** {@return this schema in the order of another, with its comments; what is new comes last} */
  String inOrderOf(SchemaText other) {
    return definitions.keySet().stream()
        .sorted(order(List.copyOf(other.definitions.keySet()), Function.identity()))
        .map(name -> comments(other.definitions.get(name)) + print(name, other))
        .collect(Collectors.joining("\n\n", "", "\n"));
  }

  private String print(String name, SchemaText other) {
    Definition<?> definition = Objects.requireNonNull(definitions.get(name));
    Definition<?> model = other.definitions.getOrDefault(name, definition);
    return laidOut(
        AstPrinter.printAst(
            switch (definition) {
              case ObjectTypeDefinition type when model instanceof ObjectTypeDefinition of ->
                  type.transform(b -> b.fieldDefinitions(fields(type, of)));
              case InputObjectTypeDefinition type
                  when model instanceof InputObjectTypeDefinition of ->
                  type.transform(
                      b ->
                          b.inputValueDefinitions(
                              ordered(
                                  type.getInputValueDefinitions(),
                                  of.getInputValueDefinitions(),
                                  InputValueDefinition::getName)));
              case EnumTypeDefinition type when model instanceof EnumTypeDefinition of ->
                  type.transform(
                      b ->
                          b.enumValueDefinitions(
                              ordered(
                                  type.getEnumValueDefinitions(),
                                  of.getEnumValueDefinitions(),
                                  NamedNode::getName)));
              case UnionTypeDefinition type when model instanceof UnionTypeDefinition of ->
                  type.transform(
                      b ->
                          b.memberTypes(
                              ordered(
                                  type.getMemberTypes(), of.getMemberTypes(), SchemaText::member)));
              default -> definition;
            }));
  }

  /** Arguments on the field's line, or one a line below it when they have descriptions. */
  private static String laidOut(String printed) {
    return ARGUMENTS
        .matcher(printed)
        .replaceAll(
            match -> {
              String arguments = match.group(1).strip();
              return Matcher.quoteReplacement(
                  arguments.lines().anyMatch(line -> line.strip().startsWith("\""))
                      ? "(\n" + arguments.indent(2).replaceAll("(?m)^ +", "    ") + "  ):"
                      : "(" + arguments.replaceAll("\n *", ", ") + "):");
            });
  }

  private static List<FieldDefinition> fields(ObjectTypeDefinition type, ObjectTypeDefinition of) {
    Map<String, FieldDefinition> models =
        of.getFieldDefinitions().stream()
            .collect(Collectors.toMap(FieldDefinition::getName, Function.identity()));
    return ordered(type.getFieldDefinitions(), of.getFieldDefinitions(), FieldDefinition::getName)
        .stream()
        .map(
            field -> {
              FieldDefinition model = models.getOrDefault(field.getName(), field);
              return field.transform(
                  b ->
                      b.inputValueDefinitions(
                          ordered(
                              field.getInputValueDefinitions(),
                              model.getInputValueDefinitions(),
                              InputValueDefinition::getName)));
            })
        .toList();
  }

  private static <T> List<T> ordered(List<T> list, List<T> model, Function<T, String> name) {
    return list.stream().sorted(order(model.stream().map(name).toList(), name)).toList();
  }

  private static <T> Comparator<T> order(List<String> model, Function<T, String> name) {
    return Comparator.comparingInt(
        each -> {
          int at = model.indexOf(name.apply(each));
          return at < 0 ? Integer.MAX_VALUE : at;
        });
  }

  private static String comments(@Nullable Definition<?> definition) {
    return definition == null
        ? ""
        : definition.getComments().stream()
            .map(Comment::getContent)
            .map(content -> "#" + content + "\n")
            .collect(Collectors.joining());
  }

  private static Definition<?> withoutProbes(Definition<?> definition) {
    return definition instanceof ObjectTypeDefinition type
        ? type.transform(
            b ->
                b.fieldDefinitions(
                    type.getFieldDefinitions().stream()
                        .filter(field -> !isProbe(field.getName()))
                        .toList()))
        : definition;
  }

  private static boolean isProbe(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("probe");
  }

  private static String name(Definition<?> definition) {
    return definition instanceof NamedNode<?> named ? named.getName() : "schema";
  }

  private static String member(Type<?> type) {
    return ((TypeName) type).getName();
  }

  private static Document parse(String text) {
    return new Parser()
        .parseDocument(
            ParserEnvironment.newParserEnvironment()
                .document(text)
                .parserOptions(ParserOptions.getDefaultSdlParserOptions())
                .build());
  }
}
