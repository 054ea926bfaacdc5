package dev.thaw.app.report;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.Incident;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP with all that a bug report needs of a study that was frozen: what does not hold, what was
 * decided and not recorded, and the whole journal, as lines of JSON. No weights, logs or data.
 */
public final class IncidentBundle {

  private static final ObjectWriter JSON = JournalCodec.json().writer();

  private IncidentBundle() {}

  /** Where the bundle of an incident lies in the folder of its study. */
  public static Path place(Path folder, Incident incident) {
    return folder.resolve("frozen-at-row-%d.zip".formatted(incident.row()));
  }

  /**
   * Writes the bundle; a part of it lies beside it before.
   *
   * @param rows the study's journal
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if the journal cannot be read
   */
  public static void write(Path target, Incident incident, StudyRows rows) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.createDirectories(target.toAbsolutePath().getParent());
    try (OutputStream file = Files.newOutputStream(part);
        var zip = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      zip.putNextEntry(new ZipEntry("incident.txt"));
      zip.write(words(incident).getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("refused.jsonl"));
      for (var step : incident.taken()) {
        line(zip, step);
      }
      zip.putNextEntry(new ZipEntry("journal.jsonl"));
      rows.forEach(row -> line(zip, row));
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void line(OutputStream target, StudyJournal.Row row) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("row", row.number());
    line.put("recorded", row.recorded());
    line(target, line);
  }

  private static void line(OutputStream target, Object value) {
    try {
      target.write((JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException unwritten) {
      throw new UncheckedIOException(unwritten);
    }
  }

  private static String words(Incident incident) {
    var violation = incident.violation();
    return """
    study      %s
    at         %s
    after row  %d
    invariant  %s
    claim      %s
    but        %s
    java       %s
    system     %s %s

    refused.jsonl holds what was decided and not recorded: inputs and events.
    journal.jsonl holds all rows before. Whoever decides the inputs again in the state after
    the last row finds the same.
    """
        .formatted(
            incident.study(),
            incident.at(),
            incident.row(),
            violation.invariant(),
            violation.claim(),
            violation.contradiction(),
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }
}
