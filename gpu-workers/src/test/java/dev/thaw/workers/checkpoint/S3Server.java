package dev.thaw.workers.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server as a process of its own, on a free port of this machine. */
final class S3Server implements AutoCloseable {

  private static final Path JAR = Path.of("target", "tools", "s3proxy.jar");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String KEY = "thaw";
  private static final String SECRET = "thaw-secret";

  private final Path folder;
  private final int port;
  private Process process;

  private S3Server(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts one that keeps its buckets below a folder. */
  static S3Server start(Path folder) throws IOException, InterruptedException {
    assumeThat(JAR).as("%s, which the build fetches", JAR).isRegularFile();
    Files.createDirectories(folder.resolve("buckets"));
    int port = freePort();
    Files.writeString(
        folder.resolve("s3proxy.conf"),
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, KEY, SECRET, folder.resolve("buckets")));
    var server = new S3Server(folder, port, launch(folder));
    server.awaitPort();
    return server;
  }

  private static Process launch(Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String properties = folder.resolve("s3proxy.conf").toString();
    return new ProcessBuilder(
            java,
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            JAR.toAbsolutePath().toString(),
            "--properties",
            properties)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "the server does not start: " + Files.readString(folder.resolve("log"), UTF_8));
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it without a warning, in the middle of whatever it does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again on what it has. */
  void restart() throws IOException, InterruptedException {
    process = launch(folder);
    awaitPort();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A client that gives up after two attempts. */
  S3Client client() {
    return clientThatHears(operation -> {});
  }

  /**
   * The same.
   *
   * @param ear hears the name of each operation before it is sent
   */
  S3Client clientThatHears(Consumer<String> ear) {
    return S3Stores.compatible(S3Client.builder())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
        .overrideConfiguration(
            settings ->
                settings
                    .addExecutionInterceptor(new Ear(ear))
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(2)
                            .build()))
        .build();
  }

  /** Tells this process where it is, and how to get in. */
  void announce() {
    System.setProperty("aws.endpointUrl", endpoint().toString());
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
  }

  void unannounce() {
    System.clearProperty("aws.endpointUrl");
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private record Ear(Consumer<String> told) implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      told.accept(String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
    }
  }

  @Override
  public void close() {
    kill();
  }
}
