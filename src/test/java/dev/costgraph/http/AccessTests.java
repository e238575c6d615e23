package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTests {

  private static final String TOKEN = "0123456789abcdef";
  private static final String READ_TOKEN = "fedcba9876543210";

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "no such name"})
  void shouldNotStartInPublicWithoutToken(String host) {
    assertThatThrownBy(() -> new Access(host, Optional.empty(), Optional.empty()))
        .isInstanceOf(Access.UnsafeSettings.class)
        .hasMessageContaining(host)
        .hasMessageContaining("COSTGRAPH_TOKEN")
        .hasMessageContaining("QUARKUS_HTTP_HOST");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "127.9.9.9", "localhost", "::1"})
  void shouldLetEverybodyWriteOnLoopbackWithoutToken(String host) {
    Access access = new Access(host, Optional.empty(), Optional.empty());

    assertThat(access.roleOf(null)).isEqualTo(Role.WRITER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
  void shouldNotStartWithAShortToken(String host) {
    assertThatThrownBy(() -> new Access(host, Optional.of("0123456789abcde"), Optional.empty()))
        .hasMessageContaining("COSTGRAPH_TOKEN has 15 characters, fewer than 16");
    assertThatThrownBy(() -> new Access(host, Optional.of(TOKEN), Optional.of("short")))
        .hasMessageContaining("COSTGRAPH_READ_TOKEN has 5 characters, fewer than 16");
  }

  @Test
  void shouldNotStartWithAReadTokenThatWritesOrStandsAlone() {
    assertThatThrownBy(() -> new Access("0.0.0.0", Optional.of(TOKEN), Optional.of(TOKEN)))
        .hasMessageContaining("equals COSTGRAPH_TOKEN");
    assertThatThrownBy(() -> new Access("127.0.0.1", Optional.empty(), Optional.of(READ_TOKEN)))
        .hasMessageContaining("without COSTGRAPH_TOKEN");
  }

  @Test
  void shouldTellTheTokensApart() {
    Access access = new Access("0.0.0.0", Optional.of(TOKEN), Optional.of(READ_TOKEN));

    assertThat(access.roleOf("Bearer " + TOKEN)).isEqualTo(Role.WRITER);
    assertThat(access.roleOf("Bearer " + READ_TOKEN)).isEqualTo(Role.READER);
    assertThat(access.roleOf("Bearer " + TOKEN + "0")).isEqualTo(Role.NONE);
    assertThat(access.roleOf("Bearer")).isEqualTo(Role.NONE);
    assertThat(access.roleOf("")).isEqualTo(Role.NONE);
    assertThat(access.roleOf(null)).isEqualTo(Role.NONE);
  }
}
