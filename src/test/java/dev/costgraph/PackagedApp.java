package dev.costgraph;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged application in a process of its own: what {@code package} built, as a user starts
 * it. Its output goes to a file, which {@link #log} reads.
 */
public final class PackagedApp implements AutoCloseable {

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  /** The classes that a start loads, as the JVM maps them: another file for another package. */
  private static final Path ARCHIVE =
      Path.of("target", "packaged-%d.jsa".formatted(JAR.toFile().lastModified()));

  /** A process of a test ends before the second compiler pays; it takes half the time to start. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Duration START_MAX = Duration.ofMinutes(3);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);

  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
  private static final Pattern EMBEDDED =
      Pattern.compile("look in with any Bolt client: (\\S+), user neo4j, password in (.+)");

  private final Process process;
  private final Path log;

  private PackagedApp(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the application on any free port and waits until it listens. A test is skipped when
   * nothing was packaged.
   *
   * @param directory for its log, and its data unless the environment says otherwise
   * @param environment on top of this process's own, without what configures costgraph
   */
  public static PackagedApp start(Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    assumeThat(JAR).as("what 'package' builds").exists();
    archive();
    return launch(directory, environment);
  }

  /** Starts another process on the embedded database of one that runs. */
  public static PackagedApp startBeside(PackagedApp first, Path directory)
      throws IOException, InterruptedException {
    return start(
        directory,
        Map.of(
            "NEO4J_URI", first.boltUri(),
            "NEO4J_PASSWORD", Files.readString(first.passwordFile()).strip()));
  }

  /** One at a time: the next finds it whole. */
  private static synchronized void archive() throws IOException, InterruptedException {
    if (!Files.exists(ARCHIVE)) {
      Path training = Path.of("target", "packaged-training");
      launch(training, Map.of()).stop(); // archives its classes as it ends
    }
  }

  private static PackagedApp launch(Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path log = Files.createTempFile(directory, "costgraph", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", QUICK_START));
    command.add(
        Files.exists(ARCHIVE)
            ? "-XX:SharedArchiveFile=" + ARCHIVE.toAbsolutePath()
            : "-XX:ArchiveClassesAtExit=" + ARCHIVE.toAbsolutePath());
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("COSTGRAPH_")
                    || name.startsWith("NEO4J_")
                    || name.startsWith("QUARKUS_"));
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    builder.environment().put("COSTGRAPH_BOLT_PORT", "0");
    builder.environment().put("COSTGRAPH_DATA", directory.resolve("data").toString());
    builder.environment().putAll(environment);
    PackagedApp app = new PackagedApp(builder.start(), log);
    app.awaitListening();
    return app;
  }

  private void awaitListening() throws InterruptedException {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (!LISTENING.matcher(log()).find()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new AssertionError("it does not start:\n" + log());
      }
      Thread.sleep(100);
    }
  }

  /** {@return the port of HTTP} */
  public int port() {
    return URI.create(find(LISTENING).group(1)).getPort();
  }

  /** {@return the Bolt address of the embedded database} */
  public String boltUri() {
    return find(EMBEDDED).group(1);
  }

  /** {@return where the embedded database's password is} */
  public Path passwordFile() {
    return Path.of(find(EMBEDDED).group(2).strip());
  }

  /** {@return all that it has printed} */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Process process() {
    return process;
  }

  private Matcher find(Pattern pattern) {
    Matcher matcher = pattern.matcher(log());
    if (!matcher.find()) {
      throw new AssertionError("no '" + pattern + "' in:\n" + log());
    }
    return matcher;
  }

  /** Asks it to stop and waits until it has. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not stop:\n" + log());
    }
  }

  /** Ends it at once, as kill -9 does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      kill();
    }
  }
}
