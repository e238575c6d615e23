package dev.costgraph.page;

import dev.costgraph.sample.Sample;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test of pages: a Chromium, and a service with the sample organisation. */
abstract class ChromiumTest {

  @SuppressWarnings("NullAway.Init")
  static Chromium chromium;

  @Inject Sample sample;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void load() {
    sample.load();
  }
}
