package dev.thaw.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a server, by a real client or byte by byte. */
final class Asking implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  Asking(String url) {
    this.url = url;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", new byte[0]);
  }

  HttpResponse<String> post(String path, String mediaType, String body)
      throws IOException, InterruptedException {
    return send("POST", path, mediaType, body.getBytes(UTF_8));
  }

  HttpResponse<String> patch(String path, String mediaType, String body)
      throws IOException, InterruptedException {
    return send("PATCH", path, mediaType, body.getBytes(UTF_8));
  }

  HttpResponse<String> send(
      String method, String path, String mediaType, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, mediaType, BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<String> send(
      String method,
      String path,
      String mediaType,
      HttpRequest.BodyPublisher body,
      String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    if (!mediaType.isEmpty()) {
      request.header("Content-Type", mediaType);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends bytes as they are, ends its half of the connection if asked, and reads until the end. */
  static String raw(InetSocketAddress address, String bytes) throws IOException {
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
