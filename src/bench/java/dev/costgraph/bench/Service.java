package dev.costgraph.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service with an embedded database of its own, in a process of its own. */
final class Service implements AutoCloseable {

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
  private static final Pattern EMBEDDED =
      Pattern.compile("look in with any Bolt client: (\\S+), user neo4j, password in (.+)");

  private final Process process;
  private final Path log;

  private Service(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a service on free ports and waits until it is ready.
   *
   * @param directory for its log and data; an empty one is an empty store
   * @param options of the JVM beside those the README names
   */
  static Service start(Path directory, List<String> options) throws Exception {
    Files.createDirectories(directory);
    Path log = Files.createTempFile(directory, "costgraph", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    builder.environment().put("COSTGRAPH_BOLT_PORT", "0");
    // of a large store it takes minutes, and would meet some questions and not others
    builder.environment().put("COSTGRAPH_BOOKS_EVERY", "off");
    builder.environment().put("COSTGRAPH_DATA", directory.resolve("data").toString());
    Service service = new Service(builder.start(), log);
    service.awaitReady();
    return service;
  }

  private void awaitReady() throws Exception {
    while (!LISTENING.matcher(Files.readString(log)).find()) {
      requireAlive();
      Thread.sleep(100);
    }
    try (Connection connection = new Connection(port())) {
      while (!connection.get("/q/health/ready").contains("\"status\": \"UP\"")) {
        requireAlive();
        Thread.sleep(100);
      }
    }
  }

  private void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("it does not start:\n" + Files.readString(log));
    }
  }

  int port() throws IOException {
    return URI.create(find(LISTENING).group(1)).getPort();
  }

  String boltUri() throws IOException {
    return find(EMBEDDED).group(1);
  }

  String password() throws IOException {
    return Files.readString(Path.of(find(EMBEDDED).group(2).strip())).strip();
  }

  long processId() {
    return process.pid();
  }

  private Matcher find(Pattern pattern) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(log));
    if (!matcher.find()) {
      throw new IOException("no '" + pattern + "' in " + log);
    }
    return matcher;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
