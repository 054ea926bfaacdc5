package dev.thaw.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Many who look at a study: each has its curves sent once, and reads its events from then on. */
final class Watchers implements AutoCloseable {

  private final List<HttpClient> clients = new ArrayList<>();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private final int count;
  private volatile boolean closing;

  /**
   * Begins to watch.
   *
   * @param eventsAt where the events are
   * @param curvesAt where the curves are
   */
  Watchers(URI eventsAt, URI curvesAt, int count) {
    this.count = count;
    for (int i = 0; i < count; i++) {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .executor(command -> Thread.ofVirtual().start(command))
              .build();
      clients.add(client);
      Thread.ofVirtual().start(() -> watch(client, eventsAt, curvesAt));
    }
  }

  private void watch(HttpClient client, URI eventsAt, URI curvesAt) {
    try {
      client.send(HttpRequest.newBuilder(curvesAt).build(), HttpResponse.BodyHandlers.discarding());
      HttpResponse<Stream<String>> answer =
          client.send(
              HttpRequest.newBuilder(eventsAt).header("Accept", "text/event-stream").build(),
              HttpResponse.BodyHandlers.ofLines());
      if (answer.statusCode() != 200) {
        System.err.println("a watcher is answered " + answer.statusCode());
        return;
      }
      open.incrementAndGet();
      answer.body().filter(line -> line.startsWith("id:")).forEach(_ -> events.incrementAndGet());
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (!closing) {
        System.err.println("a watcher is gone: " + e);
      }
    }
    open.decrementAndGet();
  }

  /** How many events have reached all of them together. */
  long events() {
    return events.get();
  }

  /**
   * Checks that they all still watch.
   *
   * @throws IllegalStateException if one does not
   */
  void check() {
    if (open.get() != count) {
      throw new IllegalStateException("%d of %d watch".formatted(open.get(), count));
    }
  }

  @Override
  public void close() {
    closing = true;
    clients.forEach(HttpClient::shutdownNow);
  }
}
