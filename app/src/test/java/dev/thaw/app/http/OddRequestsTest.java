package dev.thaw.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.TestServer;
import dev.thaw.core.share.Share;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is sent makes a server fail, tell of its inside, or change what it refused. */
final class OddRequestsTest {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS");
  private static final List<String> PATHS =
      List.of(
          "/api/v1/studies",
          "/api/v1/studies/small",
          "/api/v1/studies/small/stop/",
          "/api/v1/studies/small/trials",
          "/api/v1/studies/small/trials/0/fork",
          "/api/v1/studies/small/narrow",
          "/api/v1/studies/small/trials/7/kill/",
          "/api/v1/studies/%00",
          "/api/v1/studies/%F0%9F%90%98",
          "/health/ready",
          "/metrics?x=%3Cscript%3E",
          "/");
  private static final List<String> MEDIA_TYPES =
      List.of("", "application/json", "application/yaml", "application/merge-patch+json", "a/b");
  private static final List<String> PARTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"slotsMax\"",
          "\"values\"",
          ":",
          ",",
          "1e9999",
          "-0",
          "null",
          "study: small\n",
          "&a [*a]",
          "\n",
          "  ",
          "\t",
          "\u0000",
          "!!java.lang.Runtime ",
          "%YAML 9\n",
          "---\n",
          "<<: ");

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
    asking = new Asking(server.url());
    asking.post("/api/v1/studies", "application/yaml", HttpServerTest.YAML);
  }

  @AfterAll
  static void stop() {
    asking.close();
    server.close();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void areRefusedWithoutHarm(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 25; i++) {
      HttpResponse<String> answer =
          asking.send(
              any(METHODS, random), any(PATHS, random), any(MEDIA_TYPES, random), body(random));

      assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(500).isLessThan(600);
      assertThat(answer.body()).doesNotContain("\\tat ", "Exception", "dev.thaw", "com.fasterxml");
    }
    assertThat(server.desk().studies()).hasSize(1);
    assertThat(server.desk().share("small")).isEqualTo(Share.upTo(2));
  }

  private static byte[] body(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      return bytes;
    }
    var text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(any(PARTS, random));
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private static <T> T any(List<T> all, SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }
}
