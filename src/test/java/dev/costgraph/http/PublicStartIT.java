package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole service, started on a public address without a token. */
@QuarkusMainTest
@TestProfile(PublicStartIT.Public.class)
class PublicStartIT {

  public static class Public implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.http.host", "0.0.0.0");
    }
  }

  @Test
  @Launch(
      value = {},
      exitCode = 1)
  void shouldNotStart(LaunchResult result) {
    // the exit code is the launch's; the message is in AccessTests
    assertThat(result.getOutput() + result.getErrorOutput()).doesNotContain("Listening on");
  }
}
