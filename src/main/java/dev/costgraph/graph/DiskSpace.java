package dev.costgraph.graph;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The free space of the disk that holds the embedded database, and the floor below which nothing is
 * written: the first append that fails ends the database, so it must not come to that. Asked anew
 * each time, which takes some microseconds.
 */
final class DiskSpace {

  private static final Logger LOG = Logger.getLogger(DiskSpace.class);
  private static final long MIB = 1024 * 1024;

  private final File directory;
  private final long floorBytes;
  private final AtomicBoolean low = new AtomicBoolean();

  /**
   * @param directory may not exist yet
   */
  DiskSpace(Path directory, long floorBytes, MeterRegistry registry) {
    this.directory = directory.toFile();
    this.floorBytes = floorBytes;
    Gauge.builder("costgraph.disk.free", this, DiskSpace::freeBytes)
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }

  /**
   * Lets the database open its files, which now exist. On a full disk Neo4j would try to write for
   * ever and say nothing.
   *
   * @throws IllegalStateException when there is no space, or never more than the floor
   */
  void requireForStart() {
    long freeBytes = freeBytes();
    if (freeBytes < Limits.DISK_START_BYTES_MIN) {
      throw new IllegalStateException(
          "the disk has %d MiB left, and recovering what was written may take %d MiB: make space"
              .formatted(freeBytes / MIB, Limits.DISK_START_BYTES_MIN / MIB));
    }
    long totalBytes = directory.getTotalSpace();
    if (totalBytes <= floorBytes) {
      throw new IllegalStateException(
          "the whole disk has %d MiB, so COSTGRAPH_DISK_FLOOR must be less than %d MiB"
              .formatted(totalBytes / MIB, floorBytes / MIB));
    }
  }

  /** {@return bytes that this process may still write; 0 when the disk does not say} */
  long freeBytes() {
    return directory.getUsableSpace();
  }

  /** {@return whether nothing is written now} */
  boolean isLow() {
    return freeBytes() < floorBytes;
  }

  /**
   * Lets a caller write.
   *
   * @throws BadRequest DISK_LOW
   */
  void require() {
    long freeBytes = freeBytes();
    boolean lowNow = freeBytes < floorBytes;
    if (low.compareAndSet(!lowNow, lowNow)) {
      if (lowNow) {
        LOG.errorf(
            "The disk of %s has %d MiB left, less than the %d MiB of COSTGRAPH_DISK_FLOOR: nothing"
                + " is written until there is space again; reads go on",
            directory, freeBytes / MIB, floorBytes / MIB);
      } else {
        LOG.infof("The disk of %s has %d MiB left: writing again", directory, freeBytes / MIB);
      }
    }
    if (lowNow) {
      throw new BadRequest(
          BadRequest.Code.DISK_LOW,
          null,
          "the disk of the database has %d MiB left, less than %d MiB; nothing was tried"
              .formatted(freeBytes / MIB, floorBytes / MIB));
    }
  }
}
