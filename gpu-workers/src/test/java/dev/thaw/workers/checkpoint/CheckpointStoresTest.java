package dev.thaw.workers.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.core.study.CheckpointRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoresTest {

  private static final CheckpointRef REF = new CheckpointRef(12, 9);

  @TempDir private Path shared;
  @TempDir private Path own;

  @Test
  void theStudysOwnFolderIsTheDefault() throws IOException {
    assertThat(CheckpointStores.of(null, "digits", own).location()).isEqualTo(own.toString());
    assertThat(own).isEmptyDirectory();
  }

  @ParameterizedTest(name = "\"{0}\" around the path")
  @ValueSource(strings = {"", "/", "file:", "file://"})
  void aSharedFolderHasAPlaceForEachStudy(String form) throws IOException {
    String where = form.startsWith("file") ? form + shared : shared + form;

    CheckpointStore store = CheckpointStores.of(where, "digits", own);
    store.write(7, REF, folder -> Files.writeString(folder.resolve("model.bin"), "model"));

    assertThat(store.location()).isEqualTo(shared.resolve("digits").toString());
    assertThat(shared.resolve("digits/trial-00007/fence-12-epoch-9/model.bin")).hasContent("model");
  }

  @Test
  void theStudyFindsItsPlaceAgain() throws IOException {
    CheckpointStores.of(shared.toString(), "digits", own)
        .write(7, REF, folder -> Files.writeString(folder.resolve("model.bin"), "model"));

    CheckpointStore again = CheckpointStores.of(shared.toString(), "digits", own);

    assertThat(again.open(7, REF)).isInstanceOf(CheckpointLookup.Intact.class);
  }

  @Test
  void twoStudiesOfOneNameDoNotShareAPlace(@TempDir Path others) throws IOException {
    CheckpointStores.of(shared.toString(), "digits", others);

    assertThatIOException()
        .isThrownBy(() -> CheckpointStores.of(shared.toString(), "digits", own))
        .withMessage(
            """
            checkpoints.store (%s) already holds the checkpoints of another study.
            Maybe choose another folder or prefix, or delete what is there.\
            """
                .formatted(shared.resolve("digits")));
  }

  @Test
  void aFolderWithCheckpointsOfNobodyIsRefused() throws IOException {
    Files.createDirectories(shared.resolve("digits/trial-00000"));

    assertThatIOException()
        .isThrownBy(() -> CheckpointStores.of(shared.toString(), "digits", own))
        .withMessageContaining("another study");
  }

  @Test
  void namesTheKindsThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointStores.of("gs://bucket/thaw", "digits", own))
        .withMessage(
            """
            checkpoints.store (gs://bucket/thaw) must be an absolute folder, or a URI with one of the schemes file, s3.
            Maybe a jar is missing from THAW_CLASSPATH.\
            """);
  }

  @Test
  void aBucketIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointStores.of("s3:///thaw", "digits", own))
        .withMessageContaining("must name a bucket");
  }

  /** By the settings that Amazon's tools read, as a user would give them. */
  @Test
  void aBucketIsFoundByTheEnvironment(@TempDir Path serverFolder) throws Exception {
    try (var server = S3Server.start(serverFolder);
        var client = server.client()) {
      client.createBucket(r -> r.bucket("models"));
      server.announce();
      try (var store = CheckpointStores.of("s3://models/thaw", "my digits", own)) {
        store.write(7, REF, folder -> Files.writeString(folder.resolve("model.bin"), "model"));

        assertThat(store.location()).isEqualTo("s3://models/thaw/my+digits/");
        assertThat(store.open(7, REF)).isInstanceOf(CheckpointLookup.Intact.class);
        assertThat(new Bucket(client, "models", "thaw/my+digits/", 1).list("trial-")).hasSize(2);
      } finally {
        server.unannounce();
      }
    }
  }
}
