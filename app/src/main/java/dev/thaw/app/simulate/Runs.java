package dev.thaw.app.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Writes runs as JSON Lines. */
public final class Runs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Runs() {}

  /** A run as one line of JSON, without a line break. */
  public static String line(Run run) {
    try {
      return JSON.writeValueAsString(run);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
