package dev.thaw.app.cli;

import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.Trainer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a trainer can do what a study's controller will ask of it. */
final class OnlineChecks {
  private OnlineChecks() {}

  /** What is wrong if a parameter is to change between epochs that the trainer cannot change. */
  static Optional<String> unchangeable(StudySpec spec, Trainer trainer) {
    StudySpec.Control control = spec.control();
    if (control == null) {
      return Optional.empty();
    }
    Set<String> all = new LinkedHashSet<>(spec.space().names());
    Set<String> able = trainer.changeable(spec.trainer().options(), all);
    List<String> unable =
        control.parameters().stream().filter(name -> !able.contains(name)).toList();
    if (unable.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ("parameters.%s.online (true) must be of a parameter that trainer (%s) can change between"
                + " epochs, which are: %s.\nMaybe %s.")
            .formatted(
                unable.getFirst(),
                trainer.name(),
                able.isEmpty() ? "none" : String.join(", ", able.stream().sorted().toList()),
                trainer.name().equals("process")
                    ? "add trainer: {online: true}, if the script reads its parameters in each"
                        + " epoch"
                    : "remove online and controller"));
  }
}
