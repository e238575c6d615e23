package dev.costgraph;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code graphql/schema.graphql} is what the service serves: types, nullability, defaults and
 * descriptions. Order and {@code #} comments are the file's own.
 *
 * <p>The file is edited first. After a change of the Java it can also be written anew, in its own
 * order: {@code ./mvnw verify -Dit.test=SchemaContractIT -Dcostgraph.contract.update=true}, which
 * fails once so that nobody takes it for a check.
 */
@QuarkusTest
class SchemaContractIT {

  private static final Path FILE = Path.of("graphql", "schema.graphql");
  private static final int SHOWN_MAX = 5;

  @Test
  void shouldServeTheContract() throws IOException {
    SchemaText served =
        new SchemaText(given().get("/graphql/schema.graphql").then().extract().asString());
    SchemaText file = new SchemaText(Files.readString(FILE, UTF_8));
    if (Boolean.getBoolean("costgraph.contract.update")) {
      Files.writeString(FILE, served.inOrderOf(file), UTF_8);
      fail(FILE + " is written, run again without costgraph.contract.update");
    }

    List<String> differences = SchemaText.differences(served, file);

    assertThat(differences.size())
        .as(
            () ->
                "%s differs in %d definitions, the first:\n%s"
                    .formatted(
                        FILE,
                        differences.size(),
                        differences.stream().limit(SHOWN_MAX).collect(Collectors.joining("\n\n"))))
        .isZero();
  }
}
