package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.ErraticAdviser;
import dev.thaw.core.testing.Specs;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an adviser that is slow, wrong, throws or never answers does not stop, starve or corrupt a
 * study. Method: whole studies on the real journal with a host that trains in no time, and advisers
 * that misbehave; then every journal is decided again.
 */
final class GuidedStudyTest {

  private static final String ID = StudySupervisor.persistenceId(Rig.STUDY);

  @TempDir private Path directory;

  private static StudySpec spec() {
    var net = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    return Specs.study(new Scheduler.Guided(Guide.THAW, net))
        .epochs(1, 9)
        .slots(2)
        .epochsBudget(40)
        .spec();
  }

  private StudyState run(Function<StudySpec, Adviser> advisers) {
    return run(advisers, () -> {});
  }

  private StudyState run(Function<StudySpec, Adviser> advisers, Runnable atTheEnd) {
    try (Rig rig = Rig.on(directory, advisers)) {
      rig.watch();
      rig.open(spec());
      rig.addNode("first", new InstantHost(Integer.MAX_VALUE, 2));
      StudyState end = rig.awaitEnd().getLast().state();
      assertThat(end.lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
      assertThat(end.lifecycle().end()).isEqualTo(StudyEnd.EPOCHS_SPENT);
      atTheEnd.run();
      return end;
    }
  }

  /** An adviser that thinks until it is released, and then has no answer. */
  private static Adviser hanging(CountDownLatch released) {
    return (state, question) -> {
      try {
        released.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("broken on purpose, after a long time");
    };
  }

  private List<Step> journal() {
    return StudyJournal.read(directory, ID).stream()
        .flatMap(row -> row.recorded().steps().stream())
        .toList();
  }

  private StudyState replay() {
    @Nullable StudyState state = null;
    for (Step step : journal()) {
      assertThat(Study.decide(state, step.input()).events()).isEqualTo(step.events());
      state = Study.evolve(state, step);
    }
    return Objects.requireNonNull(state, "the journal is empty");
  }

  private long advised() {
    return journal().stream()
        .flatMap(step -> step.events().stream())
        .filter(
            event ->
                switch (event) {
                  case StudyEvent.LeaseGranted e -> e.reason() instanceof Reason.Advised;
                  case StudyEvent.LeaseExtended e -> e.reason() instanceof Reason.Advised;
                  default -> false;
                })
        .count();
  }

  private List<Long> missed() {
    return journal().stream()
        .flatMap(step -> step.events().stream())
        .filter(StudyEvent.AdviceMissed.class::isInstance)
        .map(event -> ((StudyEvent.AdviceMissed) event).ask())
        .toList();
  }

  @Test
  void whatTheAdviserProposesIsTrained() {
    StudyState end = run(spec -> new ErraticAdviser(7, 0));

    assertThat(advised()).isPositive();
    assertThat(missed()).isEmpty();
    assertThat(replay()).isEqualTo(end);
  }

  @Test
  void nonsenseIsIgnoredAndRanksDecide() {
    StudyState end = run(spec -> new ErraticAdviser(7, 0.9));

    assertThat(replay()).isEqualTo(end);
  }

  @Test
  void anAdviserThatThrowsIsReplacedAndRanksDecideMeanwhile() {
    var made = new AtomicInteger();
    StudyState end =
        run(
            spec -> {
              made.incrementAndGet();
              return (state, question) -> {
                throw new IllegalStateException("broken on purpose");
              };
            });

    assertThat(made.get()).isGreaterThan(1);
    assertThat(advised()).isZero();
    assertThat(replay()).isEqualTo(end);
  }

  @Test
  void aRefitThatThrowsDoesNotTouchTheAnswers() {
    StudyState end =
        run(
            spec -> {
              Adviser sound = new ErraticAdviser(7, 0);
              return new Adviser() {
                @Override
                public Advice advise(StudyState state, Question question) {
                  return sound.advise(state, question);
                }

                @Override
                public Optional<Refit> refit(StudyState state) {
                  return Optional.of(
                      () -> {
                        throw new IllegalStateException("broken on purpose");
                      });
                }
              };
            });

    assertThat(advised()).isPositive();
    assertThat(replay()).isEqualTo(end);
  }

  @Test
  void anAdviserThatNeverAnswersIsMissedOnceAndThenNobodyWaits() {
    var released = new CountDownLatch(1);
    StudyState end = run(spec -> hanging(released), released::countDown);

    assertThat(missed()).containsExactly(1L);
    assertThat(advised()).isZero();
    assertThat(replay()).isEqualTo(end);
  }

  @Test
  void anAdviserThatHangsIsReplacedByOneThatAnswers() {
    var released = new CountDownLatch(1);
    var made = new AtomicInteger();
    Function<StudySpec, Adviser> advisers =
        spec -> made.incrementAndGet() > 1 ? new ErraticAdviser(7, 0) : hanging(released);
    try (Rig rig = Rig.on(directory, advisers)) {
      rig.watch();
      rig.open(
          Specs.study(spec().scheduler()).epochs(1, 9).slots(1).epochsBudget(5_000_000).spec());
      rig.addNode("first", new InstantHost(Integer.MAX_VALUE, 1));
      rig.awaitChange(
          state -> state.search().counsel().answered() > 20 && !state.search().counsel().silent());
      rig.stopStudy();
      rig.awaitEnd();
      released.countDown();
    }

    assertThat(missed()).isNotEmpty();
    assertThat(advised()).isPositive();
  }
}
