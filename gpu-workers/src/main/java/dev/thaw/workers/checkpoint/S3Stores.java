package dev.thaw.workers.checkpoint;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Stores in buckets: {@code s3://bucket/prefix}. Credentials, region and endpoint come from where
 * Amazon's tools take them: the environment ({@code AWS_ACCESS_KEY_ID}, {@code
 * AWS_SECRET_ACCESS_KEY}, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL}), the files in {@code
 * ~/.aws}, or the machine's role. With an endpoint, the bucket is named in the path.
 */
public final class S3Stores implements CheckpointStores {

  // About half a minute in all; a server that is away for longer fails the session.
  private static final int ATTEMPTS = 8;
  private static final BackoffStrategy PAUSES =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(15));
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SILENCE_TIMEOUT = Duration.ofMinutes(1);

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public CheckpointStore open(URI root, Path local) {
    String bucket = root.getAuthority();
    if (bucket == null || bucket.isEmpty() || bucket.contains("@")) {
      throw new IllegalArgumentException(
          "checkpoints.store (%s) must name a bucket.\nMaybe s3://my-bucket/thaw.".formatted(root));
    }
    return new S3Checkpoints(
        client(root), bucket, root.getPath().substring(1), local, S3Checkpoints.PART_BYTES);
  }

  private static S3Client client(URI root) {
    try {
      return client(ATTEMPTS);
    } catch (SdkClientException e) {
      String region =
          String.valueOf(e.getMessage()).contains("region")
              ? "no region is known"
              : String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          "checkpoints.store (%s) cannot be used: %s.\nMaybe set AWS_REGION, or AWS_ENDPOINT_URL for a server that is not Amazon's."
              .formatted(root, region),
          e);
    }
  }

  /**
   * A client.
   *
   * @param attempts how often a request is sent at most
   */
  static S3Client client(int attempts) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(SILENCE_TIMEOUT))
            .overrideConfiguration(
                settings ->
                    settings.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(attempts)
                            .backoffStrategy(PAUSES)
                            .build()));
    if (hasEndpoint()) {
      compatible(builder).region(regionNearby());
    }
    return builder.build();
  }

  /**
   * Asks of the server only what all servers can do: many do not know the newer checksums of
   * Amazon's, and what is read is compared with our own in any case.
   */
  static S3ClientBuilder compatible(S3ClientBuilder builder) {
    return builder
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
  }

  private static boolean hasEndpoint() {
    return Stream.of(
            System.getProperty("aws.endpointUrlS3"),
            System.getProperty("aws.endpointUrl"),
            System.getenv("AWS_ENDPOINT_URL_S3"),
            System.getenv("AWS_ENDPOINT_URL"))
        .anyMatch(S3Stores::isSet);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  /** Servers that are not Amazon's hardly ever care, and no machine of theirs tells a region. */
  private static Region regionNearby() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }
}
