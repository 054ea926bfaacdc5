package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenFile;
import dev.thaw.app.fixture.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often somebody may ask. */
final class RateTest {
  private static final String STUDIES = "/api/v1/studies";

  @TempDir Path folder;

  @Test
  void asksWhoAsksTooOftenToComeBackLater() throws Exception {
    Path tokens = folder.resolve("tokens");
    String busy = Token.secret();
    String calm = Token.secret();
    TokenFile.add(
        tokens, new Token("busy", Token.hash(busy), Scope.READ, List.of(), Optional.empty()));
    TokenFile.add(
        tokens, new Token("calm", Token.hash(calm), Scope.READ, List.of(), Optional.empty()));
    try (var server =
            TestServer.start(
                "thaw.http.tokens-file = \"%s\"".formatted(tokens),
                "thaw.http.requests-per-second = 0.001",
                "thaw.http.request-burst = 2");
        var asking = new Asking(server.url())) {
      assertThat(as(asking, busy).statusCode()).isEqualTo(200);
      assertThat(as(asking, busy).statusCode()).isEqualTo(200);

      HttpResponse<String> third = as(asking, busy);
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("Retry-After").map(Integer::parseInt).orElse(0))
          .isBetween(900, 1000);
      assertThat(third.body()).contains("too-many", "token busy");
      assertThat(server.desk().asked()).isEqualTo(2);

      assertThat(as(asking, calm).statusCode()).isEqualTo(200);
      for (int guess = 0; guess < 2; guess++) {
        assertThat(as(asking, Token.secret()).statusCode()).isEqualTo(401);
      }
      assertThat(as(asking, Token.secret()).statusCode()).isEqualTo(429);
      assertThat(asking.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> as(Asking asking, String secret) throws Exception {
    return asking.send("GET", STUDIES, "", new byte[0], "Authorization", "Bearer " + secret);
  }
}
