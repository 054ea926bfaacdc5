package dev.thaw.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints figures as a block, and appends them to a file as one line of JSON. */
final class Figures {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Figures() {}

  static void print(Path out, String test, LoadOptions options, Map<String, Object> measured) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("test", test);
    all.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("workers", options.workers);
    all.put("slots", options.slots);
    all.put("studies", options.studies);
    all.put("scheduler", options.scheduler);
    all.put("durable", options.durable());
    all.putAll(measured);
    StringBuilder block = new StringBuilder("\n");
    all.forEach((name, value) -> block.append("%-30s %s%n".formatted(name, value)));
    System.out.print(block);
    try {
      if (out.toAbsolutePath().getParent() != null) {
        Files.createDirectories(out.toAbsolutePath().getParent());
      }
      Files.writeString(
          out,
          JSON.writeValueAsString(all) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
