package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainersTest {

  @Test
  void findsAnInstalledTrainerByItsName(@TempDir Path classes) throws IOException {
    Map<String, Trainer> found = among(classes, Trainers::installed, Named.class.getName());

    assertThat(found).containsKey("named");
  }

  @ParameterizedTest
  @ValueSource(classes = {Unlinked.class, Broken.class})
  void leavesOutATrainerThatCannotBeCreatedAndKeepsTheOthers(Class<?> broken, @TempDir Path classes)
      throws IOException {
    List<String> problems = new ArrayList<>();

    Map<String, Trainer> found =
        among(
            classes,
            () -> Trainers.usable(problems::add),
            broken.getName(),
            "of.a.missing.Jar",
            Named.class.getName());

    assertThat(found).containsKey("named");
    assertThat(problems).hasSize(2);
    assertThat(problems.getFirst()).contains(broken.getName(), "THAW_CLASSPATH");
    assertThat(problems.getLast()).contains("of.a.missing.Jar");
  }

  @Test
  void aTrainerThatCannotBeCreatedIsAFaultWhereAllAreAskedFor(@TempDir Path classes) {
    assertThatExceptionOfType(ServiceConfigurationError.class)
        .isThrownBy(() -> among(classes, Trainers::installed, Broken.class.getName()));
  }

  @Test
  void sortsByName() {
    assertThat(Trainers.byName(List.of(new Named("b"), new Named("a"))).keySet())
        .containsExactly("a", "b");
  }

  @Test
  void refusesTwoOfOneNameAndNamesBoth() {
    Trainer other = new CountingTrainer();

    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.byName(List.of(new Named("counting"), other)))
        .withMessageContaining("counting")
        .withMessageContaining(Named.class.getName())
        .withMessageContaining(CountingTrainer.class.getName());
  }

  @Test
  void refusesABlankName() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainers.byName(List.of(new Named(" "))))
        .withMessageContaining(Named.class.getName());
  }

  /** Asks while these, beside those of the class path, are services. */
  private static Map<String, Trainer> among(
      Path classes, Supplier<Map<String, Trainer>> question, String... names) throws IOException {
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.write(services.resolve(Trainer.class.getName()), List.of(names));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return question.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** A trainer whose library is missing. */
  public static final class Unlinked implements Trainer {

    /** For the service loader. */
    public Unlinked() {
      throw new NoClassDefFoundError("org/nd4j/Missing");
    }

    @Override
    public String name() {
      return "unlinked";
    }

    @Override
    public TrainingSession open(TrialSetup setup) {
      throw new IllegalStateException("It was never created.");
    }
  }

  /** A trainer whose constructor fails. */
  public static final class Broken implements Trainer {

    /** For the service loader. */
    public Broken() {
      throw new IllegalStateException("It is broken.");
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public TrainingSession open(TrialSetup setup) {
      throw new IllegalStateException("It was never created.");
    }
  }

  /** A trainer of any name that cannot train. */
  public static final class Named implements Trainer {
    private final String name;

    /** For the service loader. */
    public Named() {
      this("named");
    }

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public TrainingSession open(TrialSetup setup) {
      throw new IllegalStateException("It only has a name.");
    }
  }
}
