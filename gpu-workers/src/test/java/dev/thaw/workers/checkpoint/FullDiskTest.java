package dev.thaw.workers.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.thaw.core.study.CheckpointRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system that is full: a small one in memory, which only a child process sees. */
class FullDiskTest {

  private static final int DISK_BYTES = 128 << 10;

  /** The child: writes a checkpoint that fits, then one that does not. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      Path root = Path.of(arguments[0]);
      var store = new FolderCheckpoints(root);
      store.write(7, new CheckpointRef(1, 1), folder -> fill(folder, 1));
      try {
        store.write(7, new CheckpointRef(1, 2), folder -> fill(folder, 2 * DISK_BYTES));
        System.out.println("written");
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
      System.out.println(store.open(7, new CheckpointRef(1, 1)).getClass().getSimpleName());
      System.out.println(store.open(7, new CheckpointRef(1, 2)).getClass().getSimpleName());
      try (Stream<Path> left = Files.list(root.resolve("trial-00007"))) {
        left.forEach(path -> System.out.println(path.getFileName()));
      }
      store.write(7, new CheckpointRef(1, 3), folder -> fill(folder, 1));
      System.out.println("goes on");
    }

    private static void fill(Path folder, int bytes) throws IOException {
      Files.write(folder.resolve("model.bin"), new byte[bytes]);
    }
  }

  @Test
  void aCheckpointThatDoesNotFitLeavesNothingAndSaysSo(@TempDir Path disk)
      throws IOException, InterruptedException {
    assumeThat(run("true")).as("namespaces of one's own").containsExactly("exit 0");

    List<String> said =
        run(
            "mount -t tmpfs -o size=%d none '%s' && exec '%s' -cp '%s' '%s' '%s'"
                .formatted(
                    DISK_BYTES,
                    disk,
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path"),
                    Child.class.getName(),
                    disk));

    assertThat(said)
        .containsExactly(
            "No space left on device", "Intact", "Damaged", "fence-1-epoch-1", "goes on", "exit 0");
  }

  /** What a shell in namespaces of its own says, and how it ends. */
  private static List<String> run(String command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", command)
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return Stream.concat(said.lines(), Stream.of("exit " + process.waitFor())).toList();
  }
}
