package dev.costgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTextTests {

  private static final String ONE =
      "type Query { \"by id\" a(x: Int, y: ID!): [B!]! } type B { id: ID! name: String }";

  @Test
  void shouldNotMindOrderAndComments() {
    assertThat(
            differences(
                "# of B\ntype B { name: String id: ID! }"
                    + " type Query { \"by id\" a(y: ID!, x: Int): [B!]! }"))
        .isEmpty();
  }

  @Test
  void shouldMindTypesNullsAndDescriptions() {
    assertThat(differences(ONE.replace("ID!)", "ID)")))
        .singleElement()
        .asString()
        .contains("y: ID");
    assertThat(differences(ONE.replace("id: ID!", "id: String!")))
        .singleElement()
        .asString()
        .startsWith("B\n")
        .contains("id: ID!")
        .contains("id: String!");
    assertThat(differences(ONE.replace("by id", "by name"))).hasSize(1);
    assertThat(differences(ONE.replace("x: Int", "x: Int = 1"))).hasSize(1);
    assertThat(differences(ONE + " type C { id: ID }")).containsExactly("C is not served");
    assertThat(differences("type Query { \"by id\" a(x: Int, y: ID!): [B!]! }"))
        .containsExactly("B is not in the file");
  }

  @Test
  void shouldLeaveOutWhatIsOfTestsOnly() {
    assertThat(
            differences(
                ONE.replace("{ \"by id\"", "{ probeX: Int \"by id\"") + " type ProbeC { a: Int }"))
        .isEmpty();
  }

  @Test
  void shouldWriteInTheOrderOfTheFileWithItsComments() {
    SchemaText file =
        new SchemaText("# things\ntype B { name: String id: ID! } type Query { b: B }");

    assertThat(
            new SchemaText("type Query { a: B b: B } type B { id: ID! name: String }")
                .inOrderOf(file))
        .isEqualTo(
            """
            # things
            type B {
              name: String
              id: ID!
            }

            type Query {
              b: B
              a: B
            }
            """);
  }

  private static List<String> differences(String file) {
    return SchemaText.differences(new SchemaText(ONE), new SchemaText(file));
  }
}
