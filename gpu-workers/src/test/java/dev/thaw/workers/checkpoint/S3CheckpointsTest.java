package dev.thaw.workers.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.thaw.core.study.CheckpointRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a real server, each test below a prefix of its own. */
class S3CheckpointsTest {

  private static final int TRIAL = 7;
  private static final CheckpointRef LATEST = CheckpointRef.lastOf(20);
  private static final CheckpointRef REF = new CheckpointRef(12, 9);
  private static final String BUCKET = "checkpoints";
  private static final long PART_BYTES = 5L << 20;
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  @TempDir private static Path serverFolder;
  private static S3Server server;
  private static S3Client client;

  @TempDir private Path local;
  private String prefix;
  private Bucket bucket;
  private S3Checkpoints store;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    server = S3Server.start(serverFolder);
    client = server.client();
    client.createBucket(r -> r.bucket(BUCKET));
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      client.close();
      server.close();
    }
  }

  @BeforeEach
  void openStore() {
    prefix = "studies/%d/".formatted(PREFIXES.incrementAndGet());
    bucket = new Bucket(client, BUCKET, prefix, PART_BYTES);
    store = storeOnNode("a");
  }

  private S3Checkpoints storeOnNode(String node) {
    return new S3Checkpoints(client, BUCKET, prefix, local.resolve(node), PART_BYTES);
  }

  private static void writeModel(Path folder) throws IOException {
    Files.writeString(folder.resolve("model.bin"), "model");
    Files.writeString(Files.createDirectory(folder.resolve("state")).resolve("adam.bin"), "abc");
  }

  @Test
  void writesObjectsNamedByTrialFenceAndEpoch() throws IOException {
    StoredCheckpoint written = store.write(TRIAL, REF, S3CheckpointsTest::writeModel);

    assertThat(written.bytes()).isEqualTo(8);
    assertThat(bucket.list("").keySet())
        .containsExactly(
            "trial-00007/fence-12-epoch-9/checksums.txt",
            "trial-00007/fence-12-epoch-9/model.bin",
            "trial-00007/fence-12-epoch-9/state/adam.bin");
  }

  @Test
  void anotherNodeOpensWhatWasWritten() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);

    StoredCheckpoint found = intact(storeOnNode("b").open(TRIAL, REF));

    assertThat(found.directory()).startsWith(local.resolve("b"));
    assertThat(found.directory().resolve("state/adam.bin")).hasContent("abc");
    assertThat(found.bytes()).isEqualTo(8);
  }

  @Test
  void theNodeThatWroteItDownloadsNothing() throws IOException {
    StoredCheckpoint written = store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    bucket.delete("trial-00007/fence-12-epoch-9/model.bin");

    assertThat(intact(store.open(TRIAL, REF))).isEqualTo(written);
  }

  @Test
  void sendsALargeFileInParts() throws IOException {
    byte[] model = new byte[(int) (2 * PART_BYTES + 4_321)];
    new Random(1).nextBytes(model);

    store.write(TRIAL, REF, folder -> Files.write(folder.resolve("model.bin"), model));

    Path copy = intact(storeOnNode("b").open(TRIAL, REF)).directory().resolve("model.bin");
    assertThat(copy).hasBinaryContent(model);
  }

  @Test
  void whatHasNoManifestIsNotRestored() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    bucket.delete("trial-00007/fence-12-epoch-9/checksums.txt");

    assertThat(damage(store.open(TRIAL, REF))).contains("fence-12-epoch-9").contains("is missing");
    assertThat(damage(storeOnNode("b").open(TRIAL, REF))).contains("is missing");
  }

  @Test
  void aFlippedByteIsFound() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    bucket.put("trial-00007/fence-12-epoch-9/model.bin", "modem");

    assertThat(damage(storeOnNode("b").open(TRIAL, REF)))
        .contains("model.bin does not match its SHA-256.");
    assertThat(local.resolve("b/trial-00007")).isEmptyDirectory();
  }

  @Test
  void aMissingObjectIsFound() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    bucket.delete("trial-00007/fence-12-epoch-9/state/adam.bin");

    assertThat(damage(storeOnNode("b").open(TRIAL, REF))).contains("adam.bin is missing");
  }

  @Test
  void aManifestThatLeadsOutOfTheFolderIsRefused() throws IOException {
    String digest = "a".repeat(64);
    bucket.put("trial-00007/fence-12-epoch-9/checksums.txt", "%s 1 ../../evil\n".formatted(digest));

    assertThat(damage(store.open(TRIAL, REF))).contains("../../evil");
    assertThat(local.resolve("a/evil")).doesNotExist();
  }

  @Test
  void twoFencesDoNotCollide() throws IOException {
    CheckpointRef successor = new CheckpointRef(13, 9);
    store.write(TRIAL, REF, folder -> Files.writeString(folder.resolve("model.bin"), "old"));
    storeOnNode("b")
        .write(TRIAL, successor, folder -> Files.writeString(folder.resolve("model.bin"), "new"));

    var other = storeOnNode("c");
    assertThat(intact(other.open(TRIAL, REF)).directory().resolve("model.bin")).hasContent("old");
    assertThat(intact(other.open(TRIAL, successor)).directory().resolve("model.bin"))
        .hasContent("new");
  }

  @Test
  void aFailingTrainerLeavesNothing() throws IOException {
    assertThatIOException()
        .isThrownBy(
            () ->
                store.write(
                    TRIAL,
                    REF,
                    folder -> {
                      writeModel(folder);
                      throw new IOException("no more ideas");
                    }))
        .withMessage("no more ideas");

    assertThat(bucket.list("")).isEmpty();
  }

  @Test
  void keepsWhatIsNamedAndDeletesTheRest() throws IOException {
    for (int epoch = 1; epoch <= 3; epoch++) {
      store.write(TRIAL, new CheckpointRef(12, epoch), S3CheckpointsTest::writeModel);
    }

    store.keep(TRIAL, List.of(new CheckpointRef(12, 2)), LATEST);
    assertThat(manifests())
        .as("epoch 3 is not known to whoever names epoch 2")
        .containsExactly("trial-00007/fence-12-epoch-2/", "trial-00007/fence-12-epoch-3/");

    store.keep(TRIAL, List.of(new CheckpointRef(12, 3)), LATEST);
    assertThat(manifests()).containsExactly("trial-00007/fence-12-epoch-3/");
    assertThat(local.resolve("a/trial-00007/fence-12-epoch-2")).doesNotExist();

    store.keep(TRIAL, List.of(), LATEST);
    assertThat(bucket.list("")).isEmpty();
  }

  @Test
  void sparesWhatWasSavedUnderAFenceThatTheOrderCannotHaveKnown() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    store.write(TRIAL, new CheckpointRef(13, 1), S3CheckpointsTest::writeModel);

    store.keep(TRIAL, List.of(), CheckpointRef.lastOf(12));

    assertThat(manifests()).containsExactly("trial-00007/fence-13-epoch-1/");
    assertThat(local.resolve("a/trial-00007/fence-13-epoch-1")).exists();
  }

  @Test
  void sparesWhatASuccessorMayBeSending() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    bucket.put("trial-00007/fence-11-epoch-8/model.bin", "half written under an old lease");
    bucket.put("trial-00007/fence-13-epoch-10/model.bin", "being sent");

    store.keep(TRIAL, List.of(REF), LATEST);

    assertThat(bucket.list("").keySet())
        .contains("trial-00007/fence-13-epoch-10/model.bin")
        .doesNotContain("trial-00007/fence-11-epoch-8/model.bin");
  }

  @Test
  void sweepsWhatACrashLeftHalfWritten() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    bucket.put("trial-00008/fence-13-epoch-1/model.bin", "half");

    assertThat(storeOnNode("b").sweepTemporary()).isEqualTo(1);
    assertThat(manifests()).containsExactly("trial-00007/fence-12-epoch-9/");
    assertThat(bucket.list("trial-00008")).isEmpty();
  }

  @Test
  void countsAllBytes() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);

    String manifest = bucket.text("trial-00007/fence-12-epoch-9/checksums.txt");
    assertThat(store.bytes()).isEqualTo(8 + String.valueOf(manifest).length());
  }

  @Test
  void belongsToTheStudyThatClaimedItFirst() throws IOException {
    store.claim("first");
    store.claim("first");

    assertThatIOException()
        .isThrownBy(() -> storeOnNode("b").claim("second"))
        .withMessageContaining("s3://checkpoints/" + prefix)
        .withMessageContaining("another study");
  }

  @Test
  void checkpointsWithoutAnOwnerAreSomebodysElses() throws IOException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);

    assertThatIOException().isThrownBy(() -> store.claim("first")).withMessageContaining("another");
  }

  @Test
  void aMissingBucketIsNotAMissingCheckpoint() {
    var lost = new S3Checkpoints(client, "no-such-bucket", "", local.resolve("a"), PART_BYTES);

    assertThatIOException()
        .isThrownBy(() -> lost.open(TRIAL, REF))
        .withMessageContaining("s3://no-such-bucket/trial-00007");
  }

  @Test
  void aServerThatIsAwayIsNoDamage() throws IOException, InterruptedException {
    store.write(TRIAL, REF, S3CheckpointsTest::writeModel);
    server.kill();
    try {
      assertThatIOException()
          .isThrownBy(() -> storeOnNode("b").open(TRIAL, REF))
          .withMessageContaining("Could not read s3://checkpoints/" + prefix);
    } finally {
      server.restart();
    }

    assertThat(intact(storeOnNode("b").open(TRIAL, REF)).bytes()).isEqualTo(8);
  }

  @Test
  void aServerThatDiesInTheMiddleOfAnUploadLeavesNothingToRestore()
      throws IOException, InterruptedException {
    byte[] model = new byte[(int) (3 * PART_BYTES)];
    var dying =
        new S3Checkpoints(dyingAfterParts(1), BUCKET, prefix, local.resolve("a"), PART_BYTES);
    try {
      assertThatIOException()
          .isThrownBy(
              () ->
                  dying.write(
                      TRIAL,
                      REF,
                      folder -> {
                        Files.writeString(folder.resolve("a-first.txt"), "arrives", UTF_8);
                        Files.write(folder.resolve("model.bin"), model);
                      }))
          .withMessageContaining("Could not write s3://checkpoints/" + prefix);
    } finally {
      server.restart();
    }

    assertThat(bucket.list("").keySet()).as("half an upload").isNotEmpty();
    assertThat(damage(store.open(TRIAL, REF))).contains("is missing");
    assertThat(local.resolve("a/trial-00007/fence-12-epoch-9")).doesNotExist();
    assertThat(store.sweepTemporary()).isEqualTo(1);
    assertThat(bucket.list("")).isEmpty();
  }

  /** A client that kills the server once it has sent so many parts. */
  private static S3Client dyingAfterParts(int parts) {
    var left = new AtomicInteger(parts);
    return server.clientThatHears(
        operation -> {
          if (operation.equals("UploadPart") && left.getAndDecrement() == 0) {
            server.kill();
          }
        });
  }

  private List<String> manifests() throws IOException {
    return bucket.list("").keySet().stream()
        .filter(name -> name.endsWith(Manifest.FILE))
        .map(name -> name.substring(0, name.length() - Manifest.FILE.length()))
        .toList();
  }

  private static StoredCheckpoint intact(CheckpointLookup lookup) {
    assertThat(lookup).isInstanceOf(CheckpointLookup.Intact.class);
    return ((CheckpointLookup.Intact) lookup).checkpoint();
  }

  private static String damage(CheckpointLookup lookup) {
    assertThat(lookup).isInstanceOf(CheckpointLookup.Damaged.class);
    return ((CheckpointLookup.Damaged) lookup).message();
  }
}
