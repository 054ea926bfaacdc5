package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.thaw.app.engine.ThawProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told that a study has ended, and what becomes of the study if nobody is. */
final class NotifiedStudyIT {

  @TempDir private Path temp;

  private ThawProcess run(int port) throws IOException {
    String spec = SmallStudy.in(temp);
    List<String> options =
        List.of("-Dthaw.notify.webhook=http://127.0.0.1:" + port + "/", "-Dthaw.notify.attempts=1");
    return ThawProcess.start(temp, options, "run", "-f", spec, "--dir", "study", "--json");
  }

  @Test
  void tellsTheWebhookTheOutcome() throws IOException {
    List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try (var process = run(server.getAddress().getPort())) {
      assertThat(process.exitCode()).as(process.err()).isZero();
      assertThat(process.err()).doesNotContain("was not told");
      assertThat(bodies).hasSize(1);
      JsonNode told = new ObjectMapper().readTree(bodies.getFirst());
      assertThat(told.path("text").asText()).startsWith("small ended after ");
      assertThat(told.path("summary")).isEqualTo(process.json());
      assertThat(told.path("markdown").asText()).contains("## How to go on");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void endsAsItWouldWhereNobodyCanBeTold() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (var process = run(free)) {
      assertThat(process.exitCode()).isZero();
      assertThat(process.json().path("state").asText()).isEqualTo("ended");
      assertThat(process.err()).contains("thaw: the webhook at 127.0.0.1 was not told: ");
    }
  }
}
