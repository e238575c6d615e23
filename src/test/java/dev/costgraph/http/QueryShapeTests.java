package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import graphql.introspection.IntrospectionQuery;
import graphql.parser.Parser;
import org.junit.jupiter.api.Test;

class QueryShapeTests {

  @Test
  void shouldCountFieldsAtEveryLevel() {
    assertThat(shape("{ a { b x: c { d } } y: e }")).isEqualTo(new QueryShape(3, 5, 2, 2));
  }

  @Test
  void shouldOpenFragmentsAtEveryUse() {
    assertThat(shape("{ ...f z { ...f ... on T { ...f } } } fragment f on T { x: a { b } }"))
        .isEqualTo(new QueryShape(3, 7, 3, 2));
  }

  @Test
  void shouldMeasureTheLargestOperation() {
    assertThat(shape("query a { a } query b { a { b } c }")).isEqualTo(new QueryShape(2, 3, 0, 2));
  }

  @Test
  void shouldEndOnFragmentsThatContainThemselves() {
    assertThat(shape("{ ...f } fragment f on T { a ...g } fragment g on T { b ...f }").fields())
        .isBetween(1L, 4L);
    assertThat(shape("{ ...missing }")).isEqualTo(new QueryShape(0, 0, 0, 0));
  }

  @Test
  void shouldNotOverflowOnFragmentsThatDouble() {
    StringBuilder query = new StringBuilder("{ ...f0 }");
    for (int i = 0; i < 99; i++) {
      query.append(" fragment f%d on T { ...f%d ...f%d }".formatted(i, i + 1, i + 1));
    }
    query.append(" fragment f99 on T { x: a }");

    assertThat(shape(query.toString()).fields()).isEqualTo(Integer.MAX_VALUE);
    assertThat(code(query.toString())).isEqualTo("TOO_MANY_ROOT_FIELDS");
  }

  @Test
  void shouldPassIntrospection() {
    QueryShape shape = shape(IntrospectionQuery.INTROSPECTION_QUERY);

    assertThat(shape.depth()).isLessThanOrEqualTo(Limits.QUERY_DEPTH_MAX);
    assertThat(code(IntrospectionQuery.INTROSPECTION_QUERY)).isEqualTo("none");
  }

  @Test
  void shouldRefuseOneBeyondEachBound() {
    assertThat(code("{" + " a {".repeat(14) + " a " + "}".repeat(14) + "}")).isEqualTo("none");
    assertThat(code("{" + " a {".repeat(15) + " a " + "}".repeat(15) + "}"))
        .isEqualTo("QUERY_TOO_DEEP");
    assertThat(code("{ a }" + " fragment f on T { a }".repeat(100))).isEqualTo("none");
    assertThat(code("{ a }" + " fragment f on T { a }".repeat(101)))
        .isEqualTo("TOO_MANY_FRAGMENTS");
    assertThat(code("{" + " a".repeat(20) + "}")).isEqualTo("none");
    assertThat(code("{" + " a".repeat(21) + "}")).isEqualTo("TOO_MANY_ROOT_FIELDS");
    assertThat(code("{ r {" + " x: a".repeat(100) + "} }")).isEqualTo("none");
    assertThat(code("{ r {" + " x: a".repeat(101) + "} }")).isEqualTo("TOO_MANY_ALIASES");
    assertThat(code("{ r {" + " a".repeat(999) + "} }")).isEqualTo("none");
    assertThat(code("{ r {" + " a".repeat(1000) + "} }")).isEqualTo("QUERY_TOO_COMPLEX");
  }

  private static String code(String query) {
    Refusal refusal = QueryShape.refusal(Parser.parse(query));
    return refusal == null ? "none" : refusal.code();
  }

  private static QueryShape shape(String query) {
    return QueryShape.of(Parser.parse(query));
  }
}
