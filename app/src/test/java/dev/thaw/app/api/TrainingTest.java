package dev.thaw.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.thaw.workers.asked.Next;
import dev.thaw.workers.asked.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial in the hands of a function does what the study says. */
class TrainingTest {

  @TempDir private Path temp;

  private final List<String> told = new ArrayList<>();
  private final Deque<Next> answers = new ArrayDeque<>();

  private Training training(int epoch) {
    var work =
        new Work(
            "s-1",
            "digits",
            3,
            Map.of("rate", 0.5, "width", 64L, "optimizer", "adam"),
            epoch,
            9,
            7,
            epoch > 1 ? temp.resolve("old").toString() : null,
            temp.toString(),
            List.of());
    return new Training(
        work,
        new Training.Telling() {
          @Override
          public Next epoch(int number, Map<String, Double> metrics) {
            told.add(number + " " + metrics);
            return answers.remove();
          }

          @Override
          public Next checkpoint(int number, boolean written) {
            told.add(number + " " + written);
            return answers.remove();
          }
        });
  }

  @Test
  void itTrainsAsManyEpochsAsTheStudyWants() throws Exception {
    answers.addAll(List.of(Next.CONTINUE, Next.CONTINUE, Next.PAUSE));
    Training trial = training(4);
    for (int epoch : trial.epochs()) {
      trial.report("loss", 1.0 / epoch);
    }

    assertThat(told)
        .containsExactly("4 {loss=0.25}", "5 {loss=0.2}", "6 {loss=0.16666666666666666}");
    assertThat(trial.resumeFrom()).hasValue(temp.resolve("old"));
    assertThat(trial.isUnfinished()).isFalse();
  }

  @Test
  void itSavesWhenACheckpointIsWanted() throws Exception {
    answers.addAll(List.of(Next.SAVE, Next.PAUSE));
    Training trial = training(1);
    trial.checkpoint(folder -> Files.writeString(folder.resolve("x"), "y"));
    for (int epoch : trial.epochs()) {
      trial.report("loss", epoch);
    }

    assertThat(told).containsExactly("1 {loss=1.0}", "1 true");
    assertThat(temp.resolve("x")).hasContent("y");
  }

  @Test
  void whoSavesNothingSaysSo() throws Exception {
    answers.addAll(List.of(Next.SAVE, Next.STOP));
    Training trial = training(1);
    for (int epoch : trial.epochs()) {
      trial.report("loss", epoch);
    }

    assertThat(told).containsExactly("1 {loss=1.0}", "1 false");
  }

  @Test
  void anEpochThatIsNotReportedIsNamed() {
    Iterator<Integer> epochs = training(1).epochs().iterator();
    assertThat(epochs.next()).isEqualTo(1);

    assertThatIllegalStateException()
        .isThrownBy(epochs::hasNext)
        .withMessageContaining("epoch 1 must be reported");
  }

  @Test
  void aReportOutsideOfTheLoopIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> training(1).report("loss", 1))
        .withMessageContaining("loop over trial.epochs()");
  }

  @Test
  void parametersAreReadByTheirKind() {
    Training trial = training(1);

    assertThat(trial.real("rate")).isEqualTo(0.5);
    assertThat(trial.integer("width")).isEqualTo(64);
    assertThat(trial.text("optimizer")).isEqualTo("adam");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trial.real("optimizer"))
        .withMessageContaining("optimizer (adam) must be a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trial.real("momentum"))
        .withMessageContaining("momentum must be one of");
  }
}
