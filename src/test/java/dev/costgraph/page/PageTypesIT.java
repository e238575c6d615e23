package dev.costgraph.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/**
 * The types of the page's sources hold: esbuild only takes them away. The compiler runs in the Node
 * that drives the Chromium of the other tests, so nothing is to be installed.
 */
@Execution(CONCURRENT)
class PageTypesIT {

  private static final Path COMPILER = Path.of("target/node_modules/typescript/bin/tsc");

  @Test
  void shouldHold() throws Exception {
    assertThat(compile(Path.of("src/main/web"))).isEmpty();
  }

  @Test
  void shouldFindAFault(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("fault.ts"), "export const amount: string = 0.1;\n");
    Files.writeString(
        folder.resolve("tsconfig.json"),
        "{\"extends\": \"%s\", \"include\": [\"*.ts\"]}"
            .formatted(Path.of("src/main/web/tsconfig.json").toAbsolutePath()));

    assertThat(compile(folder)).contains("fault.ts(1,14): error TS2322");
  }

  /**
   * {@return what the compiler says of a folder with a tsconfig.json, nothing where all is well}
   */
  private static String compile(Path folder) throws IOException, InterruptedException {
    Path node = Driver.ensureDriverInstalled(Map.of(), false).driverDir().resolve("node");
    List<String> command =
        List.of(node.toString(), COMPILER.toString(), "--pretty", "false", "-p", folder.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }
}
