package dev.thaw.workers.session;

import dev.thaw.trainer.Trainer;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The trainers that are installed, by name. */
public final class Trainers {

  private Trainers() {}

  /**
   * The trainers that {@link ServiceLoader} finds on the class path, sorted by name.
   *
   * @throws IllegalStateException if two have the same name, or one has none
   * @throws java.util.ServiceConfigurationError if one that is named as a service cannot be created
   */
  public static Map<String, Trainer> installed() {
    return byName(ServiceLoader.load(Trainer.class));
  }

  static Map<String, Trainer> byName(Iterable<Trainer> trainers) {
    Map<String, Trainer> byName = new TreeMap<>();
    for (Trainer trainer : trainers) {
      String type = trainer.getClass().getName();
      if (trainer.name().isBlank()) {
        throw new IllegalStateException("The name of trainer %s is blank.".formatted(type));
      }
      Trainer other = byName.putIfAbsent(trainer.name(), trainer);
      if (other != null) {
        throw new IllegalStateException(
            "Trainer (%s) is the name of both %s and %s.\nMaybe take one off the class path."
                .formatted(trainer.name(), other.getClass().getName(), type));
      }
    }
    return Collections.unmodifiableMap(byName);
  }
}
