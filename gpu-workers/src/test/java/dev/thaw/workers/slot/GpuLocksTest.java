package dev.thaw.workers.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuLocksTest {

  @TempDir private Path folder;

  @Test
  void oneWorkerTakesAGpuAndTheOtherDoesNotGetIt() {
    try (GpuLocks one = new GpuLocks(folder.resolve("gpus"));
        GpuLocks other = new GpuLocks(folder.resolve("gpus"))) {
      assertThat(one.take("GPU-1")).isTrue();

      assertThat(other.take("GPU-1")).isFalse();
      assertThat(other.take("GPU-2")).isTrue();
      assertThat(one.take("GPU-1")).isTrue();
    }
  }

  @Test
  void aGpuIsFreeAgainWhenItsWorkerIsGone() {
    try (GpuLocks other = new GpuLocks(folder)) {
      try (GpuLocks one = new GpuLocks(folder)) {
        assertThat(one.take("GPU-1")).isTrue();
      }

      assertThat(other.take("GPU-1")).isTrue();
    }
  }

  @Test
  void anotherProcessMayWriteTheLocksOfAnotherUser() throws IOException {
    try (GpuLocks locks = new GpuLocks(folder.resolve("gpus"))) {
      assertThat(locks.take("GPU-1")).isTrue();

      Path file = folder.resolve("gpus/GPU-1.lock");
      assertThat(Files.getPosixFilePermissions(file)).hasSize(6);
      try (FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThat(opened.isOpen()).isTrue();
      }
    }
  }

  @Test
  void offersEverythingWhereNoLockCanBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (GpuLocks locks = new GpuLocks(file.resolve("gpus"))) {
      assertThat(locks.take("GPU-1")).isTrue();
    }
  }
}
