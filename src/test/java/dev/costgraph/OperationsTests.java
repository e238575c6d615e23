package dev.costgraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The operations that the page, the tests and readers send fit the contract, also those that no
 * test sends.
 */
class OperationsTests {

  private static GraphQLSchema schema;

  @BeforeAll
  static void read() throws IOException {
    String contract = Files.readString(Path.of("graphql/schema.graphql"), UTF_8);
    schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(contract));
  }

  @Test
  void shouldFitTheContract() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("graphql/operations"))) {
      List<Path> operations = files.sorted().toList();

      assertThat(operations).hasSizeGreaterThan(40);
      for (Path operation : operations) {
        assertThat(errors(Files.readString(operation, UTF_8))).as(operation.toString()).isEmpty();
      }
    }
  }

  @Test
  void shouldFindWhatDoesNotFit() {
    assertThat(errors("{ platforms { colour } }")).hasSize(1);
    assertThat(errors("query a($n: Int) { budget(budgetId: $n) { name } }")).hasSize(1);
  }

  private static List<ValidationError> errors(String operation) {
    return new Validator().validateDocument(schema, Parser.parse(operation), Locale.ENGLISH);
  }
}
