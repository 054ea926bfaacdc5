package dev.thaw.workers.process;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names of all hyperparameters of a study, those included that a trial does not have because
 * their condition does not hold. They lie in the study's folder from its beginning.
 */
final class SpaceNames {

  private static final String FILE = "space.json";

  private SpaceNames() {}

  static void keep(Set<String> names, Path study) throws IOException {
    Files.createDirectories(study);
    Files.writeString(study.resolve(FILE), ClientMessage.JSON.writeValueAsString(names) + "\n");
  }

  /** The names, in the order of the search space; empty if the study has not kept them. */
  static Optional<List<String>> in(Path study) throws IOException {
    Path file = study.resolve(FILE);
    return Files.exists(file)
        ? Optional.of(
            ClientMessage.JSON.readValue(Files.readString(file), new TypeReference<>() {}))
        : Optional.empty();
  }
}
