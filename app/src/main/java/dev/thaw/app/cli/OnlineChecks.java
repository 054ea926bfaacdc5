package dev.thaw.app.cli;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.Trainer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a trainer can do what a study's controller or its population will ask of it. */
final class OnlineChecks {
  private OnlineChecks() {}

  /** What is wrong if forks are to go on from checkpoints that the trainer does not write. */
  static Optional<String> unforkable(StudySpec spec, Trainer trainer) {
    if (!(spec.scheduler() instanceof Scheduler.Population)
        || trainer.canFork(spec.trainer().options())) {
      return Optional.empty();
    }
    return Optional.of(
        ("scheduler.name (pbt) needs checkpoints to fork from, and trainer (%s) writes none with"
                + " these options.\nMaybe %s.")
            .formatted(
                trainer.name(),
                trainer.name().equals("process")
                    ? "remove trainer.metrics, and let the script speak the protocol, save and"
                        + " restore"
                    : "scheduler: {name: asha}"));
  }

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
