package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChargePathTests {

  @Test
  void shouldTellAbsentFromTheTextNull() {
    assertThat(ChargePath.id("f", null, null, List.of()))
        .isNotEqualTo(ChargePath.id("f", "null", null, List.of()))
        .isNotEqualTo(ChargePath.id("f", null, "null", List.of()));
  }

  @Test
  void shouldBeTheSameForTheSameContentOnly() {
    String id = ChargePath.id("f", "p", "t", List.of("a", "b"));

    assertThat(id).hasSize(32).isEqualTo(ChargePath.id("f", "p", "t", List.of("a", "b")));
    assertThat(id)
        .isNotEqualTo(ChargePath.id("f", "p", "t", List.of("a")))
        .isNotEqualTo(ChargePath.id("f", "p", "u", List.of("a", "b")));
  }
}
