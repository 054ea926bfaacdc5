package dev.thaw.workers.checkpoint;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoresTest {

  @TempDir private Path folder;

  @Test
  void refusesABucketWithoutARegionAndSaysWhatToSet() {
    assumeTrue(
        Stream.of("AWS_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")
            .allMatch(name -> System.getenv(name) == null),
        "This machine's environment names a region or a server.");
    // Nothing but the environment and the properties may be asked; no network either.
    List<String> names =
        List.of("aws.disableEc2Metadata", "aws.configFile", "aws.sharedCredentialsFile");
    List<String> before = names.stream().map(name -> System.getProperty(name, "")).toList();
    System.setProperty(names.get(0), "true");
    System.setProperty(names.get(1), folder.resolve("none").toString());
    System.setProperty(names.get(2), folder.resolve("none").toString());
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new S3Stores().open(URI.create("s3://weights/thaw/"), folder))
          .withMessageContainingAll(
              "checkpoints.store (s3://weights/thaw/) cannot be used: no region is known",
              "Maybe set AWS_REGION");
    } finally {
      for (int i = 0; i < names.size(); i++) {
        if (before.get(i).isEmpty()) {
          System.clearProperty(names.get(i));
        } else {
          System.setProperty(names.get(i), before.get(i));
        }
      }
    }
  }
}
