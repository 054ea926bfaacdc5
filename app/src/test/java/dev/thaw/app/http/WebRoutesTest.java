package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the dashboard, without a browser. */
final class WebRoutesTest {
  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static Asking asking;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    asking = new Asking(server.url());
  }

  @AfterAll
  static void stop() {
    asking.close();
    server.close();
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return asking.send("GET", path, "", new byte[0], headers);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=UTF-8",
    "/ui/index.html, text/html; charset=UTF-8",
    "/ui/base.css, text/css; charset=UTF-8",
    "/ui/app.js, text/javascript; charset=UTF-8",
    "/ui/mark.svg, image/svg+xml",
    "/ui/echarts-5.5.0.min.js, text/javascript; charset=UTF-8"
  })
  void servesFilesWithTheirMediaTypes(String path, String type) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void letsThePageLoadNothingFromElsewhere() throws Exception {
    assertThat(header(get("/"), "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                + " frame-ancestors 'none'; connect-src 'self'; base-uri 'none'; form-action"
                + " 'none'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/..%2findex.html",
        "/ui/%2e%2e/%2e%2e/application.conf",
        "/ui/../app.js",
        "/ui/app.js%00.html",
        "/ui/reference.conf",
        "/ui/echarts-5.4.0.min.js",
        "/ui/App.js",
        "/ui/",
        "/ui/nothing.js"
      })
  void servesNothingElse(String path) throws Exception {
    String answer =
        Asking.raw(
            server.address(),
            "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));

    assertThat(answer).matches("(?s)HTTP/1.1 (404|400) .*");
  }

  @Test
  void sendsNothingAgainThatTheBrowserHas() throws Exception {
    String tag = header(get("/ui/app.js"), "ETag");

    var again = get("/ui/app.js", "If-None-Match", "W/\"other\", " + tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
  }

  @Test
  void letsBrowsersKeepTheChartsForEverAndAskForTheRest() throws Exception {
    assertThat(header(get("/ui/" + WebRoutes.CHARTS), "Cache-Control"))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(get("/ui/app.js"), "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(get("/api/v1/studies"), "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void packsWhatItSendsForThoseWhoCanUnpackIt() throws Exception {
    byte[] packed = bytes("gzip, br");

    assertThat(packed).hasSizeLessThan(400_000);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      assertThat(gzip.readAllBytes()).isEqualTo(bytes("gzip;q=0"));
    }
  }

  private static byte[] bytes(String encodings) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(server.url() + "/ui/" + WebRoutes.CHARTS))
              .header("Accept-Encoding", encodings)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }
  }

  @Test
  void namesOnlyFilesThatAreServed() throws Exception {
    Matcher names = Pattern.compile("\"(ui/[^\"]+)\"").matcher(get("/").body());

    int found = 0;
    while (names.find()) {
      found++;
      assertThat(get("/" + names.group(1)).statusCode()).as(names.group(1)).isEqualTo(200);
    }
    assertThat(found).isGreaterThan(5);
  }
}
