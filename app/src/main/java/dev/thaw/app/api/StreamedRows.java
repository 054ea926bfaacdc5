package dev.thaw.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows as a server streams them: the data of server-sent events. */
final class StreamedRows implements Place.Rows {

  private static final String DATA = "data:";

  private final Stream<String> lines;
  private final Iterator<String> rest;

  StreamedRows(Stream<String> lines) {
    this.lines = lines;
    this.rest = lines.iterator();
  }

  @Override
  public Optional<JsonNode> next() {
    try {
      while (rest.hasNext()) {
        String line = rest.next();
        if (line.startsWith(DATA)) {
          String json = line.substring(DATA.length());
          return Optional.of(DeskJson.tree(json.getBytes(StandardCharsets.UTF_8)));
        }
      }
    } catch (UncheckedIOException | IOException | IllegalStateException broken) {
      return Optional.empty(); // Whoever follows asks again behind the last row.
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    lines.close();
  }
}
