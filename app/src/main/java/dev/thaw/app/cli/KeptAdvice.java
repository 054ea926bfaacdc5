package dev.thaw.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.summary.Cells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The advice that the report of an ended study gave. */
final class KeptAdvice {

  private static final ObjectMapper JSON = new ObjectMapper();

  private KeptAdvice() {}

  /** The advice, a line each under a heading; empty if there is none, or no readable report. */
  static List<String> of(StudyFolder folder) {
    Path report = folder.places().reportJson();
    List<String> lines = new ArrayList<>();
    try {
      if (Files.exists(report)) {
        for (JsonNode lesson : JSON.readTree(Files.readAllBytes(report)).path("advice")) {
          lines.add("  " + Cells.clean(lesson.path("sentence").asText()));
        }
      }
    } catch (IOException damaged) {
      // Everything else is shown all the same, and the report can be made again.
      return List.of();
    }
    if (!lines.isEmpty()) {
      lines.addAll(0, List.of("", "advice"));
    }
    return List.copyOf(lines);
  }
}
