package dev.thaw.workers.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.thaw.core.study.CheckpointRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderCheckpointsTest {

  private static final int TRIAL = 7;
  private static final CheckpointRef LATEST = CheckpointRef.lastOf(20);
  private static final CheckpointRef REF = new CheckpointRef(12, 9);

  @TempDir private Path root;
  private FolderCheckpoints store;

  @BeforeEach
  void createStore() {
    store = new FolderCheckpoints(root);
  }

  @Test
  void writesIntoAFolderNamedByTrialFenceAndEpoch() throws IOException {
    StoredCheckpoint written = store.write(TRIAL, REF, FolderCheckpointsTest::writeModel);

    assertThat(written.directory()).isEqualTo(root.resolve("trial-00007/fence-12-epoch-9"));
    assertThat(tree())
        .containsExactly(
            "trial-00007/fence-12-epoch-9/checksums.txt",
            "trial-00007/fence-12-epoch-9/model.bin",
            "trial-00007/fence-12-epoch-9/state/adam.bin");
  }

  @Test
  void countsTheBytesOfTheTrainersFiles() throws IOException {
    assertThat(store.write(TRIAL, REF, FolderCheckpointsTest::writeModel).bytes()).isEqualTo(8);
  }

  @Test
  void opensWhatWasWritten() throws IOException {
    StoredCheckpoint written = store.write(TRIAL, REF, FolderCheckpointsTest::writeModel);

    assertThat(new FolderCheckpoints(root).open(TRIAL, REF))
        .isEqualTo(new CheckpointLookup.Intact(written));
    assertThat(written.forTrainer().epoch()).isEqualTo(9);
  }

  @Test
  void listsDigestSizeAndPathSortedInTheManifest() throws IOException {
    Path folder = store.write(TRIAL, REF, FolderCheckpointsTest::writeModel).directory();

    assertThat(folder.resolve("checksums.txt"))
        .content()
        .isEqualTo(
            """
            9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4 5 model.bin
            ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3 state/adam.bin
            """);
  }

  @ParameterizedTest(name = "byte {0}")
  @ValueSource(ints = {0, 2, 4})
  void noticesOneDamagedByte(int position) throws IOException {
    Path file = writtenFile("model.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 1;
    Files.write(file, bytes);

    assertThat(damage()).contains("model.bin does not match its SHA-256");
  }

  @Test
  void noticesATruncatedFile() throws IOException {
    Files.writeString(writtenFile("model.bin"), "mode");

    assertThat(damage()).contains("model.bin has 4 bytes, not 5");
  }

  @Test
  void noticesAMissingFile() throws IOException {
    Files.delete(writtenFile("state/adam.bin"));

    assertThat(damage()).contains("state/adam.bin is missing");
  }

  @Test
  void noticesAFileTooMany() throws IOException {
    Files.writeString(writtenFile("state/other.bin"), "x");

    assertThat(damage()).contains("state/other.bin is not in checksums.txt");
  }

  @Test
  void noticesAMissingManifest() throws IOException {
    Files.delete(writtenFile("checksums.txt"));

    assertThat(damage()).contains("checksums.txt is missing");
  }

  @ParameterizedTest(name = "{0} bytes less")
  @ValueSource(ints = {1, 2, 30, 90, 158})
  void noticesATruncatedManifest(int missing) throws IOException {
    Path manifest = writtenFile("checksums.txt");
    String text = Files.readString(manifest);
    // The line break at the end says nothing, so that losing it alone is no damage.
    String stripped = text.strip();
    Files.writeString(manifest, stripped.substring(0, Math.max(0, stripped.length() - missing)));

    assertThat(damage()).contains("is damaged");
  }

  @Test
  void noticesAManifestThatIsNoText() throws IOException {
    Files.write(writtenFile("checksums.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(damage()).contains("is damaged");
  }

  @Test
  void namesACheckpointThatIsNotThere() {
    assertThat(damage()).contains("trial-00007/fence-12-epoch-9").contains("is missing");
  }

  @Test
  void leavesNothingBehindWhenTheWriterFails() throws IOException {
    assertThatIOException()
        .isThrownBy(
            () ->
                store.write(
                    TRIAL,
                    REF,
                    folder -> {
                      writeModel(folder);
                      throw new IOException("No space left on device");
                    }))
        .withMessage("No space left on device");

    assertThat(tree()).isEmpty();
    assertThat(Folders.inside(root.resolve("trial-00007"))).isEmpty();
  }

  @Test
  void leavesNothingBehindWhenTheDeviceIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeThat(full).as("a device that is always full").exists();

    assertThatIOException()
        .isThrownBy(
            () ->
                store.write(
                    TRIAL,
                    REF,
                    folder -> {
                      writeModel(folder);
                      try (OutputStream out = Files.newOutputStream(full)) {
                        out.write(new byte[4096]);
                      }
                    }))
        .withMessageContaining("No space left on device");

    assertThat(Folders.inside(root.resolve("trial-00007"))).isEmpty();
  }

  @Test
  void leavesNothingBehindWhenTheWriterRunsOutOfMemory() throws IOException {
    assertThatThrownBy(
            () ->
                store.write(
                    TRIAL,
                    REF,
                    folder -> {
                      writeModel(folder);
                      throw new OutOfMemoryError("device");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(Folders.inside(root.resolve("trial-00007"))).isEmpty();
  }

  @Test
  void leavesNothingBehindWhenItsThreadIsInterrupted() throws IOException {
    assertThatIOException()
        .isThrownBy(
            () ->
                store.write(
                    TRIAL,
                    REF,
                    folder -> {
                      writeModel(folder);
                      Thread.currentThread().interrupt();
                    }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Folders.inside(root.resolve("trial-00007"))).isEmpty();
  }

  @Test
  void refusesLinksAndTheManifestsName() throws IOException {
    assertThatIOException()
        .isThrownBy(
            () ->
                store.write(
                    TRIAL,
                    REF,
                    folder -> Files.createSymbolicLink(folder.resolve("link"), Path.of("/"))))
        .withMessageContaining("link is not a regular file");
    assertThatIOException()
        .isThrownBy(
            () ->
                store.write(
                    TRIAL, REF, folder -> Files.writeString(folder.resolve("checksums.txt"), "")))
        .withMessageContaining("checksums.txt");
    assertThat(Folders.inside(root.resolve("trial-00007"))).isEmpty();
  }

  @Test
  void isNoCheckpointUntilItIsComplete() throws IOException {
    List<CheckpointLookup> seen = new ArrayList<>();

    store.write(
        TRIAL,
        REF,
        folder -> {
          seen.add(store.open(TRIAL, REF));
          writeModel(folder);
          seen.add(store.open(TRIAL, REF));
        });

    assertThat(seen).hasSize(2).allMatch(CheckpointLookup.Damaged.class::isInstance);
  }

  @Test
  void takesTheLeftoverOfACrashForNoCheckpointAndSweepsIt() throws IOException {
    // A crash leaves the temporary folder as it is; copying it from within is the same.
    store.write(TRIAL, REF, folder -> copyAsIfCrashed(folder, FolderCheckpointsTest::writeModel));
    store.keep(TRIAL, List.of(), LATEST);

    assertThat(tree()).hasSize(2).allMatch(file -> file.contains("/.tmp-fence-12-epoch-9-"));
    assertThat(store.open(TRIAL, REF)).isInstanceOf(CheckpointLookup.Damaged.class);
    assertThat(store.sweepTemporary()).isEqualTo(1);
    assertThat(tree()).isEmpty();
  }

  @Test
  void sweepsNothingWithoutARoot() throws IOException {
    FolderCheckpoints fresh = new FolderCheckpoints(root.resolve("none"));

    assertThat(fresh.sweepTemporary()).isZero();
    assertThat(fresh.bytes()).isZero();
    fresh.keep(TRIAL, List.of(REF), LATEST);
  }

  @Test
  void leavesAnIntactCheckpointOfTheSameNameAsItIs() throws IOException {
    store.write(TRIAL, REF, FolderCheckpointsTest::writeModel);
    AtomicInteger asked = new AtomicInteger();

    StoredCheckpoint second = store.write(TRIAL, REF, folder -> asked.incrementAndGet());

    assertThat(asked).hasValue(0);
    assertThat(second.bytes()).isEqualTo(8);
  }

  @Test
  void replacesADamagedCheckpointOfTheSameName() throws IOException {
    Files.delete(writtenFile("model.bin"));

    store.write(TRIAL, REF, FolderCheckpointsTest::writeModel);

    assertThat(store.open(TRIAL, REF)).isInstanceOf(CheckpointLookup.Intact.class);
    assertThat(tree()).hasSize(3);
  }

  @Test
  void keepsOnlyWhatIsNamed() throws IOException {
    write(12, 3);
    write(12, 6);
    write(12, 9);
    write(12, 12);

    store.keep(TRIAL, List.of(ref(12, 12)), LATEST);

    assertThat(checkpoints()).containsExactly("fence-12-epoch-12");
  }

  @Test
  void keepsTheBestAndTheNewest() throws IOException {
    write(12, 3);
    write(12, 6);
    write(15, 9);

    store.keep(TRIAL, List.of(ref(12, 3), ref(15, 9), ref(11, 1)), LATEST);

    assertThat(checkpoints()).containsExactly("fence-12-epoch-3", "fence-15-epoch-9");
  }

  @Test
  void deletesAllWhenNoneIsNamed() throws IOException {
    write(12, 3);
    write(12, 6);

    store.keep(TRIAL, List.of(), LATEST);

    assertThat(checkpoints()).isEmpty();
  }

  @Test
  void sparesWhatWasSavedUnderAFenceThatTheOrderCannotHaveKnown() throws IOException {
    write(12, 3);
    write(13, 1);
    Files.createDirectories(root.resolve("trial-00007/.tmp-fence-13-epoch-2-a"));

    store.keep(TRIAL, List.of(), CheckpointRef.lastOf(12));

    assertThat(checkpoints()).containsExactly(".tmp-fence-13-epoch-2-a", "fence-13-epoch-1");
  }

  @Test
  void sparesWhatALeaseSavedAfterTheNewestCheckpointThatTheOrderIsAbout() throws IOException {
    write(12, 3);
    write(12, 6);
    write(12, 9);

    new FolderCheckpoints(root).keep(TRIAL, List.of(ref(12, 6)), ref(12, 6));

    assertThat(checkpoints()).containsExactly("fence-12-epoch-6", "fence-12-epoch-9");
  }

  @Test
  void twoNodesThatShareTheFolderMayDeleteTheSameCheckpoints() throws Exception {
    for (int epoch = 1; epoch <= 200; epoch++) {
      write(12, epoch);
    }
    var other = new FolderCheckpoints(root);

    try (var both = Executors.newFixedThreadPool(2)) {
      for (Future<Void> end : both.invokeAll(List.of(deleteAllBy(store), deleteAllBy(other)))) {
        end.get();
      }
    }

    assertThat(checkpoints()).isEmpty();
  }

  private static Callable<Void> deleteAllBy(FolderCheckpoints node) {
    return () -> {
      node.keep(TRIAL, List.of(), LATEST);
      return null;
    };
  }

  @Test
  void leavesOtherTrialsAlone() throws IOException {
    store.write(8, REF, FolderCheckpointsTest::writeModel);

    store.keep(TRIAL, List.of(), LATEST);

    assertThat(store.open(8, REF)).isInstanceOf(CheckpointLookup.Intact.class);
  }

  @Test
  void sparesANewerCheckpointThatTheOrderCannotHaveKnown() throws IOException {
    write(12, 3);
    write(12, 6);

    store.keep(TRIAL, List.of(ref(12, 3)), LATEST);

    assertThat(checkpoints()).containsExactly("fence-12-epoch-3", "fence-12-epoch-6");
  }

  @Test
  void deletesANewerCheckpointOnceItWasNamed() throws IOException {
    write(12, 3);
    write(12, 6);
    store.keep(TRIAL, List.of(ref(12, 3), ref(12, 6)), LATEST);

    store.keep(TRIAL, List.of(ref(12, 3)), LATEST);

    assertThat(checkpoints()).containsExactly("fence-12-epoch-3");
  }

  @Test
  void deletesTheTemporaryFolderOfAnOlderLeaseOnly() throws IOException {
    Path trialFolder = root.resolve("trial-00007");
    Files.createDirectories(trialFolder.resolve(".tmp-fence-11-epoch-20-a"));
    Files.createDirectories(trialFolder.resolve(".tmp-fence-12-epoch-5-b"));
    Files.createDirectories(trialFolder.resolve(".tmp-fence-13-epoch-1-c"));
    write(12, 3);

    store.keep(TRIAL, List.of(ref(12, 3)), LATEST);

    assertThat(checkpoints())
        .containsExactly(".tmp-fence-12-epoch-5-b", ".tmp-fence-13-epoch-1-c", "fence-12-epoch-3");
  }

  @Test
  void sparesATemporaryFolderThatIsBeingWrittenHere() throws IOException {
    write(12, 3);

    store.write(
        TRIAL,
        ref(11, 5),
        folder -> {
          store.keep(TRIAL, List.of(ref(12, 3)), LATEST);
          store.sweepTemporary();
          writeModel(folder);
        });

    assertThat(store.open(TRIAL, ref(11, 5))).isInstanceOf(CheckpointLookup.Intact.class);
  }

  @Test
  void leavesFilesOfOthersAlone() throws IOException {
    write(12, 3);
    Path note = root.resolve("trial-00007/notes/readme.txt");
    Files.createDirectories(note.getParent());
    Files.writeString(note, "mine");
    Path backup = Files.createDirectory(root.resolve("trial-00007/fence-12-epoch-3-backup"));

    store.keep(TRIAL, List.of(), LATEST);
    store.sweepTemporary();

    assertThat(note).exists();
    assertThat(backup).exists();
  }

  @Test
  void countsAllBytesUnderTheRoot() throws IOException {
    Path manifest = writtenFile("checksums.txt");

    assertThat(store.bytes()).isEqualTo(8 + Files.size(manifest));
  }

  @Test
  void refusesEpochZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.write(TRIAL, ref(1, 0), FolderCheckpointsTest::writeModel))
        .withMessageContaining("epoch of at least 1");
  }

  private static void writeModel(Path folder) throws IOException {
    Files.write(folder.resolve("model.bin"), "model".getBytes(UTF_8));
    Files.createDirectories(folder.resolve("state"));
    Files.write(folder.resolve("state/adam.bin"), "abc".getBytes(UTF_8));
  }

  private static void copyAsIfCrashed(Path folder, CheckpointStore.Writer writer)
      throws IOException {
    Path copy = folder.resolveSibling(folder.getFileName() + "-crashed");
    Files.createDirectory(copy);
    writer.write(copy);
    writer.write(folder);
  }

  private static CheckpointRef ref(long fence, int epoch) {
    return new CheckpointRef(fence, epoch);
  }

  private void write(long fence, int epoch) throws IOException {
    store.write(TRIAL, ref(fence, epoch), FolderCheckpointsTest::writeModel);
  }

  private Path writtenFile(String name) throws IOException {
    return store.write(TRIAL, REF, FolderCheckpointsTest::writeModel).directory().resolve(name);
  }

  private String damage() {
    CheckpointLookup lookup = store.open(TRIAL, REF);
    assertThat(lookup).isInstanceOf(CheckpointLookup.Damaged.class);
    return ((CheckpointLookup.Damaged) lookup).message();
  }

  private List<String> checkpoints() throws IOException {
    return Folders.inside(root.resolve("trial-00007")).stream()
        .map(folder -> folder.getFileName().toString())
        .toList();
  }

  /** All files under the root, sorted. */
  private List<String> tree() throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(root.relativize(file).toString());
            return FileVisitResult.CONTINUE;
          }
        });
    return files.stream().sorted().toList();
  }
}
