package dev.thaw.workers.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: two folders have two ids, and whoever comes to one folder reads the same one. */
class StoreIdTest {

  private static final int READERS = 8;

  @TempDir private Path directory;

  @Test
  void twoFoldersHaveTwoIds() throws IOException {
    assertThat(StoreId.of(directory.resolve("one")))
        .isNotEqualTo(StoreId.of(directory.resolve("two")));
  }

  @Test
  void aFolderKeepsItsId() throws IOException {
    Path folder = directory.resolve("studies");

    assertThat(StoreId.of(folder)).isEqualTo(StoreId.of(folder)).isNotBlank();
  }

  @Test
  void allWhoComeAtOnceReadTheSameId()
      throws InterruptedException, ExecutionException, IOException {
    Path folder = directory.resolve("shared");
    var together = new CountDownLatch(READERS);
    Set<String> read = new HashSet<>();
    try (var readers = Executors.newFixedThreadPool(READERS)) {
      List<Future<String>> ids = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        ids.add(
            readers.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return StoreId.of(folder);
                }));
      }
      for (Future<String> id : ids) {
        read.add(id.get());
      }
    }

    assertThat(read).hasSize(1);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("nothing but the id is left").hasSize(1);
    }
  }

  @Test
  void aFolderThatIsNoneHasNoId() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> StoreId.of(file)).isInstanceOf(IOException.class);
  }

  @Test
  void anEmptyIdIsRefused() throws IOException {
    Path folder = directory.resolve("studies");
    StoreId.of(folder);
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "");
    }

    assertThatThrownBy(() -> StoreId.of(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must hold the id of its folder, and is empty");
  }
}
