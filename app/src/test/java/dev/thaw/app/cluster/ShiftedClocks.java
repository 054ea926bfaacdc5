package dev.thaw.app.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Shifts the wall clocks of nodes while they run, by a library that is put in front of the C
 * library's. What measures durations is left alone, as on a machine whose clock is set. Needs a C
 * compiler.
 */
public final class ShiftedClocks {

  private final Path folder;
  private final Path library;

  private ShiftedClocks(Path folder, Path library) {
    this.folder = folder;
    this.library = library;
  }

  /** Makes the library in a folder; empty if there is no compiler here. */
  public static Optional<ShiftedClocks> in(Path folder) {
    try (InputStream source = ShiftedClocks.class.getResourceAsStream("clock.c")) {
      Files.createDirectories(folder);
      Path file = folder.resolve("clock.c");
      Files.write(file, Objects.requireNonNull(source, "clock.c").readAllBytes());
      Path library = folder.resolve("clock.so").toAbsolutePath();
      Process compiler =
          new ProcessBuilder("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), "clock.c")
              .directory(folder.toFile())
              .inheritIO()
              .start();
      boolean made = compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0;
      return made
          ? Optional.of(new ShiftedClocks(folder.toAbsolutePath(), library))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** What stands in front of the command line of a node whose clock can be shifted. */
  public List<String> launcher(String node) {
    shift(node, 0);
    return List.of("env", "LD_PRELOAD=" + library, "THAW_CLOCK_FILE=" + file(node));
  }

  /** Sets by how many seconds the clock of a node is ahead, at once. */
  public void shift(String node, long seconds) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(seconds).flip();
    try (FileChannel file =
        FileChannel.open(file(node), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(bytes, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String node) {
    return folder.resolve(node + ".seconds");
  }
}
