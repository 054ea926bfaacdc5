package dev.thaw.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.engine.StateFile;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the folders of studies. */
final class Folders {

  /** Where studies lie unless {@code --dir} says otherwise. */
  static final Path ROOT = Path.of("studies");

  private Folders() {}

  /** The studies below a folder, by name. */
  static List<StudyFolder> below(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries.sorted().map(StudyFolder::new).filter(StudyFolder::holdsStudy).toList();
    }
  }

  /** The folder that was named, or the only study there is. */
  static StudyFolder choose(@Nullable Path named) throws IOException {
    if (named != null) {
      var folder = new StudyFolder(named);
      if (folder.holdsStudy()) {
        return folder;
      }
      if (folder.isOfCluster()) {
        throw new UserMistake(
            "the study in %s is one of a cluster.\nMaybe ask the cluster: thaw show %s"
                .formatted(named, folder.directory().getFileName()));
      }
      throw new UserMistake("there is no study in %s.%s".formatted(named, known()));
    }
    List<StudyFolder> all = below(ROOT);
    if (all.size() == 1) {
      return all.getFirst();
    }
    throw new UserMistake(
        all.isEmpty()
            ? "there is no study in %s.\nMaybe begin one with: thaw demo; or see those of a cluster: thaw ls --server"
                .formatted(ROOT)
            : "there are %d studies.%s".formatted(all.size(), known()));
  }

  /** The folder that was named, whether it holds a study yet or not, or the only study there is. */
  static StudyFolder choice(@Nullable Path named) throws IOException {
    return named == null ? choose(null) : new StudyFolder(named);
  }

  private static String known() throws IOException {
    List<String> names = new ArrayList<>();
    for (StudyFolder folder : below(ROOT)) {
      names.add("--dir " + ROOT.resolve(folder.directory().getFileName()));
    }
    return names.isEmpty() ? "" : "\nMaybe one of: " + String.join(", ", names);
  }

  /** The name of the study in a folder, which need not be called like it. */
  static String name(StudyFolder folder) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.spec())).path("study").asText();
  }

  /** How a study stands. */
  static StudyStatus status(StudyFolder folder) throws IOException {
    Optional<StudyStatus> status = StatusFile.find(folder.directory());
    return status.orElseThrow(
        () ->
            new UserMistake(
                "the study in %s has not reported yet.\nMaybe try again in a moment."
                    .formatted(folder.directory())));
  }

  /** The whole state of a study. */
  static StudyState state(StudyFolder folder) throws IOException {
    if (!folder.holdsStudy()) {
      throw new UserMistake("there is no study in %s.%s".formatted(folder.directory(), known()));
    }
    String study = name(folder);
    return StateFile.read(folder, study)
        .orElseThrow(() -> new UserMistake("study (%s) has no epochs yet.".formatted(study)));
  }
}
