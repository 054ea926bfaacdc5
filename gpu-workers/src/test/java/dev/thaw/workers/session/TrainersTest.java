package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainersTest {

  @Test
  void findsAnInstalledTrainerByItsName(@TempDir Path classes) throws IOException {
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(Trainer.class.getName()), Named.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();

    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      assertThat(Trainers.installed()).containsKey("named");
    } finally {
      thread.setContextClassLoader(before);
    }
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
