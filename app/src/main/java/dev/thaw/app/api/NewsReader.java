package dev.thaw.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rows that the API streams. */
final class NewsReader {

  private NewsReader() {}

  /** What happened in a row; what a newer server says and this one does not know is left out. */
  static List<StudyNews> read(JsonNode row) {
    List<StudyNews> news = new ArrayList<>();
    long number = row.path("row").asLong();
    Instant at = Instant.parse(row.path("at").asText());
    for (JsonNode event : row.path("events")) {
      read(number, at, event).ifPresent(news::add);
    }
    return news;
  }

  private static Optional<StudyNews> read(long row, Instant at, JsonNode event) {
    int trial = event.path("trial").asInt(-1);
    return Optional.ofNullable(
        switch (event.path("kind").asText()) {
          case "study" -> new StudyNews.StateChanged(row, at, event.path("state").asText());
          case "trial" ->
              new StudyNews.TrialCreated(row, at, trial, whole(event, "parent"), parameters(event));
          case "status" -> new StudyNews.TrialMoved(row, at, trial, event.path("status").asText());
          case "lease" ->
              new StudyNews.LeaseChanged(
                  row,
                  at,
                  trial,
                  event.path("what").asText(),
                  text(event, "slot"),
                  whole(event, "limit"));
          case "epoch" ->
              new StudyNews.EpochTrained(
                  row,
                  at,
                  trial,
                  event.path("epoch").asInt(),
                  number(event.path("value")),
                  number(event.path("seconds")));
          case "best" ->
              new StudyNews.BestImproved(
                  row, at, trial, event.path("epoch").asInt(), number(event.path("value")));
          case "rung" ->
              new StudyNews.RungReached(
                  row, at, trial, event.path("bracket").asInt(), event.path("rung").asInt());
          case "decision" ->
              new StudyNews.Decided(
                  row,
                  at,
                  whole(event, "trial"),
                  event.path("decision").asText(),
                  event.path("text").asText(),
                  text(event, "reason"));
          default -> null;
        });
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  private static @Nullable Integer whole(JsonNode event, String name) {
    return event.path(name).isInt() ? event.path(name).intValue() : null;
  }

  private static @Nullable String text(JsonNode event, String name) {
    JsonNode value = event.path(name);
    return value.isMissingNode() || value.isNull()
        ? null
        : value.isTextual() ? value.textValue() : value.toString();
  }

  private static Map<String, Object> parameters(JsonNode event) {
    Map<String, Object> values = new LinkedHashMap<>();
    event
        .path("parameters")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
    return values;
  }

  private static Object value(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber()) {
      return value.longValue();
    }
    return value.doubleValue();
  }
}
