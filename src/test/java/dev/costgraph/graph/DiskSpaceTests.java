package dev.costgraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTests {

  @TempDir Path directory;

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void shouldLetWriteAboveTheFloor() {
    DiskSpace disk = new DiskSpace(directory, 0, registry);
    assertThat(disk.isLow()).isFalse();
    disk.require();
    assertThat(registry.get("costgraph.disk.free").gauge().value()).isPositive();
  }

  @Test
  void shouldRefuseToWriteBelowTheFloor() {
    DiskSpace disk = new DiskSpace(directory, Long.MAX_VALUE, registry);
    assertThat(disk.isLow()).isTrue();
    assertThatThrownBy(disk::require)
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.DISK_LOW))
        .hasMessageContaining("MiB left")
        .hasMessageContaining("nothing was tried");
  }

  @Test
  void shouldNotStartWhereNothingCouldEverBeWritten() {
    assertThatThrownBy(new DiskSpace(directory, Long.MAX_VALUE, registry)::requireForStart)
        .hasMessageContaining("COSTGRAPH_DISK_FLOOR must be less than");
  }

  @Test
  void shouldNotStartWhereThereIsNoSpace() {
    DiskSpace nowhere = new DiskSpace(directory.resolve("absent"), 0, registry);
    assertThatThrownBy(nowhere::requireForStart).hasMessageContaining("0 MiB left");
  }
}
