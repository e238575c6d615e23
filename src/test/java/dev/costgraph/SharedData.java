package dev.costgraph;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real prices, traces and usage objects, which lie beside the project and not in it. */
public final class SharedData {

  private SharedData() {}

  /** {@return a folder of them; whoever has none skips the test} */
  public static Path folder(String name) {
    String shared =
        System.getProperty("costgraph.shared.data", System.getenv("COSTGRAPH_SHARED_DATA"));
    Path folder = Path.of(shared == null ? "../shared/data" : shared, name);
    assumeThat(Files.isDirectory(folder))
        .as("%s is there; COSTGRAPH_SHARED_DATA says where the data is", folder)
        .isTrue();
    return folder;
  }
}
