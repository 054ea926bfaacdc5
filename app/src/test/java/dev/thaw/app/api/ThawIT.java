package dev.thaw.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.export.TrialCheckpoint.Which;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.space.Narrowing;
import dev.thaw.workers.asked.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a program does with studies what people can, on this machine. Method: real studies in
 * processes of their own.
 */
class ThawIT {

  private static final StudyDraft PARABOLA =
      StudyDraft.named("parabola")
          .minimize("loss")
          .real("x", -5, 5)
          .epochs(4)
          .trials(8)
          .slots(2)
          .seed(3);

  @TempDir private Path temp;

  private static void descend(Training trial) throws Exception {
    for (int epoch : trial.epochs()) {
      trial.report("loss", trial.real("x") * trial.real("x") + 1.0 / epoch);
    }
  }

  @Test
  void aFunctionIsSearchedAndEverythingIsThereAfterTheEnd() {
    List<StudyNews> heard = Collections.synchronizedList(new ArrayList<>());
    try (Thaw thaw = Thaw.local(temp)) {
      Study study = thaw.optimize(PARABOLA, ThawIT::descend);

      StudySummary end = study.status();
      assertThat(end.state()).isEqualTo("ended");
      assertThat(study.trials()).hasSize(8);
      assertThat(study.curves()).hasSize(8).allMatch(curve -> !curve.values().isEmpty());
      assertThat(study.best().orElseThrow().parameters()).containsOnlyKeys("x");
      assertThat(study.report(ReportFormat.MARKDOWN)).contains("parabola");
      study.watch(heard::add).await();
      assertThatThrownBy(study::pause)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("study (parabola) has ended");

      assertThat(heard.stream().filter(StudyNews.EpochTrained.class::isInstance).count())
          .isEqualTo(end.epochs());
      assertThat(heard)
          .anyMatch(news -> news instanceof StudyNews.TrialCreated created && created.trial() == 7)
          .anyMatch(StudyNews.BestImproved.class::isInstance)
          .anyMatch(StudyNews.Decided.class::isInstance);
      assertThat(heard.getLast())
          .isInstanceOfSatisfying(
              StudyNews.Decided.class, last -> assertThat(last.decision()).isEqualTo("ended"));
    }
  }

  @Test
  void aStudyThatHasEndedIsReturnedAndSaysSoAndGoesOnWithALargerBudget() throws Exception {
    var called = new AtomicInteger();
    Objective counted =
        trial -> {
          called.incrementAndGet();
          trial.checkpoint(folder -> Files.writeString(folder.resolve("x"), "x"));
          descend(trial);
        };
    try (Thaw thaw = Thaw.local(temp)) {
      assertThat(thaw.optimize(PARABOLA.trials(3), counted).hadEnded()).isFalse();
      int first = called.getAndSet(0);

      Study again = thaw.optimize(PARABOLA.trials(3), counted);
      assertThat(first).isPositive();
      assertThat(called).hasValue(0);
      assertThat(again.hadEnded()).isTrue();
      assertThatThrownBy(() -> again.extend("trials", "+1"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("submit it again, with a larger budget");
      assertThatThrownBy(() -> again.logs(0)).isInstanceOf(RefusedException.class);
      assertThatThrownBy(() -> again.share(new ShareChange(1, null, null, null)))
          .isInstanceOf(RefusedException.class);
      Path zip = temp.resolve("best.zip");
      assertThat(again.checkpoint(again.best().orElseThrow().trial(), Which.LATEST, zip))
          .isEqualTo(zip)
          .isNotEmptyFile();

      Study more = thaw.optimize(PARABOLA.trials(6), counted);
      assertThat(called.get()).isPositive();
      assertThat(more.hadEnded()).isFalse();
      assertThat(more.trials()).hasSize(6);
      assertThat(thaw.optimize(PARABOLA.trials(3), counted).trials()).hasSize(6);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> thaw.optimize(PARABOLA.trials(6).seed(4), counted))
          .withMessageContaining("seed: 3 -> 4")
          .withMessageNotContaining("--dir");
    }
  }

  @Test
  void aStudyIsWatchedSteeredAndAskedWhileItRuns() throws Exception {
    StudyDraft asked = PARABOLA.trials(100_000).slots(1).with("trainer", Map.of("name", "asked"));
    try (Thaw thaw = Thaw.local(temp)) {
      Study study = thaw.submit(asked);
      List<StudyNews> heard = Collections.synchronizedList(new ArrayList<>());
      Watching watching = study.watch(heard::add);
      study.narrow("x", Narrowing.between(-1, 1));
      study.add(Map.of("x", 4.5));
      assertThat(study.extend("trials", "-10").trials()).isEqualTo(99_990);
      var training = study.trainAsync(ThawIT::descend, 1);
      watching(heard, 12);
      study.stop();
      watching.await();
      training.toCompletableFuture().join();

      assertThat(study.await().end()).isEqualTo("stop-requested");
      List<Double> tried =
          study.trials().stream()
              .map(trial -> (Double) Objects.requireNonNull(trial.parameters().get("x")))
              .toList();
      assertThat(tried).contains(4.5);
      assertThat(tried.getLast()).isBetween(-1.0, 1.0);
    }
  }

  /** Until so many epochs were heard of; whoever never hears of them is stopped by the build. */
  private static void watching(List<StudyNews> heard, int epochs) {
    Awaitility.await()
        .until(
            () ->
                List.copyOf(heard).stream().filter(StudyNews.EpochTrained.class::isInstance).count()
                    >= epochs);
  }

  @Test
  void whatIsClosedGoesOnWithTheSameSubmission() throws Exception {
    StudyDraft asked = PARABOLA.with("trainer", Map.of("name", "asked")).slots(1);
    try (Thaw thaw = Thaw.local(temp)) {
      Study study = thaw.submit(asked);
      var work = study.ask(Duration.ofSeconds(30)).orElseThrow();
      assertThat(work.trial()).isZero();
      var next =
          study.tell(new Told(work.session(), 1, Map.of("loss", 1.5), false, null, null, false));
      assertThat(next).isNotNull();
    }
    try (Thaw thaw = Thaw.local(temp)) {
      Study study = thaw.submit(asked);
      assertThat(study.status().epochs()).isEqualTo(1);
      study.train(ThawIT::descend, 1);
      assertThat(study.await().trials().started()).isEqualTo(8);
    }
  }

  @Test
  void whatMakesNoSenseIsRefusedInWordsBeforeAnythingHasBegun() throws Exception {
    Path file = Files.writeString(temp.resolve("study.yaml"), "study: [1\n");
    try (Thaw thaw = Thaw.local(temp)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> thaw.submit(PARABOLA.with("trainer", Map.of("name", "askd"))))
          .withMessageContaining("trainer.name (askd) must be one of");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> thaw.submit(file))
          .withMessageContaining("study.yaml");
      assertThat(temp.resolve("parabola/spec.json")).doesNotExist();
    }
  }
}
