package dev.thaw.workers.session;

import dev.thaw.trainer.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;

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

  /**
   * The trainers of {@link #installed()} that can be created on this machine: one whose library is
   * missing leaves the others alone.
   *
   * @param problem hears one sentence about each trainer that cannot be created
   * @throws IllegalStateException if two have the same name, or one has none
   * @throws ServiceConfigurationError if the list of services itself cannot be read
   */
  public static Map<String, Trainer> usable(Consumer<String> problem) {
    Iterator<Trainer> found = ServiceLoader.load(Trainer.class).iterator();
    List<Trainer> usable = new ArrayList<>();
    boolean more = true;
    while (more) {
      try {
        more = found.hasNext();
        if (more) {
          usable.add(found.next());
        }
      } catch (ServiceConfigurationError | LinkageError failure) {
        // Every other failure is of one entry, which the iterator has left behind by now.
        if (failure.getCause() instanceof IOException) {
          throw failure;
        }
        problem.accept(sentence(failure));
      }
    }
    return byName(usable);
  }

  private static String sentence(Error failure) {
    Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
    return "A trainer cannot be used: %s: %s.\nMaybe a library is missing from THAW_CLASSPATH."
        .formatted(failure.getMessage(), cause);
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
