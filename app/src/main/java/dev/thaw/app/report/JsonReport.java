package dev.thaw.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The report of a study as one JSON object: the data that the page is made of. */
public final class JsonReport {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonReport() {}

  /** The object, over several lines. */
  public static String render(MorningReport report) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
