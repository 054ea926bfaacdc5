package dev.thaw.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.session.Trainers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Goal: what README and the sample spec promise holds. Method: they are read as a user's would. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void theStudyInTheReadmeIsAccepted() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int begin = readme.indexOf("```yaml") + "```yaml".length();
    String yaml = readme.substring(begin, readme.indexOf("```", begin));

    assertAccepted(SpecReader.read(yaml, "README.md", List.of()));
  }

  @Test
  void theSampleThatShowsEveryKeyIsAccepted() throws Exception {
    assertAccepted(SpecReader.read(ROOT.resolve("conf/studies/example.yaml"), List.of()));
  }

  @Test
  void theStudyThatHoldsTheExpensiveLowAtFirstIsAccepted() throws Exception {
    StudySpec spec = SpecReader.read(ROOT.resolve("conf/studies/growing-stages.yaml"), List.of());

    assertAccepted(spec);
    assertThat(spec.fidelity().growth()).isNotNull();
    assertThat(Objects.requireNonNull(spec.fidelity().growth()).stages())
        .containsOnlyKeys("batch_size");
  }

  @Test
  void theStudyWhoseTrialsAreGrantedMoreSecondsAsItGoesOnIsAccepted() throws Exception {
    StudySpec spec = SpecReader.read(ROOT.resolve("conf/studies/growing.yaml"), List.of());

    assertAccepted(spec);
    assertThat(spec.fidelity().isInSeconds()).isTrue();
    assertThat(spec.fidelity().growth()).isNotNull();
  }

  @Test
  void theStudyOfDozensOfHyperparametersIsAccepted() throws Exception {
    assertAccepted(SpecReader.read(ROOT.resolve("conf/studies/hypergradients.yaml"), List.of()));
  }

  @Test
  void theStudyOfAnnealingIsAccepted() throws Exception {
    assertAccepted(SpecReader.read(ROOT.resolve("conf/studies/annealing.yaml"), List.of()));
  }

  @Test
  void theReadmeIsShort() throws Exception {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThan(150);
  }

  private static void assertAccepted(StudySpec spec) {
    var trainer = Trainers.installed().get(spec.trainer().name());

    assertThat(trainer).isNotNull();
    assertThat(trainer.problemsWith(spec.trainer().options())).isEmpty();
  }
}
