package dev.thaw.app.cluster;

import dev.thaw.actors.study.Incident;
import dev.thaw.app.report.IncidentBundle;
import dev.thaw.app.report.StudyRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what bug reports need of studies that were frozen on this node.
 *
 * @param root where a node keeps its studies' folders
 * @param journals the journal of each study, by its name
 */
record IncidentKeeper(Path root, Function<String, StudyRows> journals) {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentKeeper.class);

  /** Where the bundle of an incident lies. */
  Path place(Incident incident) {
    return IncidentBundle.place(root.resolve(incident.study()), incident);
  }

  /** Writes the bundle, or says in the log that it cannot. */
  void write(Incident incident) {
    try {
      IncidentBundle.write(place(incident), incident, journals.apply(incident.study()));
    } catch (IOException | IllegalStateException unwritten) {
      LOG.error("the bundle for a bug report cannot be written: {}", place(incident), unwritten);
    }
  }
}
