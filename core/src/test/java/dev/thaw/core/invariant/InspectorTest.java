package dev.thaw.core.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** At each level an inspector finds what it should, and nothing in a study that is in order. */
class InspectorTest {

  /** Something that never holds, and remembers how often it was looked at. */
  private static final class Never implements Invariant {
    private final Scope scope;
    private int looks;

    Never(Scope scope) {
      this.scope = scope;
    }

    @Override
    public String claim() {
      return "Nothing happens.";
    }

    @Override
    public Scope scope() {
      return scope;
    }

    @Override
    public @Nullable String contradiction(Observed seen) {
      looks++;
      return "something did";
    }
  }

  private record Seen(@Nullable StudyState before, Step step, StudyState after) {}

  private static List<Seen> run(long seed) {
    List<Seen> all = new ArrayList<>();
    StepObserver keep =
        (@Nullable StudyState before, Step step, Decision decision) ->
            all.add(new Seen(before, step, decision.after()));
    Scenario.troubled(seed).run(keep);
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Assertions.class)
  void findsNothingInAStudyThatIsInOrder(Assertions level) {
    var inspector = new Inspector(level);

    for (Seen seen : run(1)) {
      assertThat(inspector.inspect(seen.before(), seen.step(), seen.after())).isEmpty();
    }
  }

  @Test
  void looksMoreOftenAtEachHigherLevel() {
    assertThat(looks(Assertions.NONE, Invariant.Scope.STEP)).isZero();
    int ofPhases = looks(Assertions.PHASE, Invariant.Scope.STEP);
    assertThat(ofPhases).isPositive();
    assertThat(looks(Assertions.STEP, Invariant.Scope.STEP)).isGreaterThan(5 * ofPhases);
    assertThat(looks(Assertions.STEP, Invariant.Scope.STATE)).isEqualTo(ofPhases);
    assertThat(looks(Assertions.FULL, Invariant.Scope.STATE))
        .isEqualTo(looks(Assertions.FULL, Invariant.Scope.STEP))
        .isEqualTo(looks(Assertions.STEP, Invariant.Scope.STEP));
    assertThat(looks(Assertions.FULL, Invariant.Scope.END)).isPositive();
  }

  private static int looks(Assertions level, Invariant.Scope scope) {
    var never = new Never(scope);
    var inspector = new Inspector(level, List.of(never));
    run(2).forEach(seen -> inspector.inspect(seen.before(), seen.step(), seen.after()));
    return never.looks;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsAFenceThatIsGivenTwice(long seed) {
    assertThat(
            doctored(
                seed,
                Assertions.STEP,
                event ->
                    event instanceof StudyEvent.LeaseGranted e
                        ? new StudyEvent.LeaseGranted(
                            e.trial(), 1, e.slot(), e.resumeFrom(), e.epochLimit(), e.reason())
                        : event))
        .startsWith("FencesGrow: ");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsAnEpochThatCountsTwice(long seed) {
    assertThat(
            doctored(
                seed,
                Assertions.STEP,
                event ->
                    event instanceof StudyEvent.EpochRecorded e && e.epoch() > 1
                        ? recorded(e, e.epoch() - 1, e.value())
                        : event))
        .startsWith("CurvesGrowAtTheirEnd: ");
  }

  private static StudyEvent recorded(StudyEvent.EpochRecorded e, int epoch, double value) {
    return new StudyEvent.EpochRecorded(
        e.trial(), e.fence(), epoch, value, e.seconds(), e.effort(), e.inEffect(), e.watched());
  }

  @Test
  void findsAtTheHighestLevelOnlyThatSomethingElseWasDecided() {
    UnaryOperator<StudyEvent> wrong =
        event ->
            event instanceof StudyEvent.EpochRecorded e
                ? recorded(e, e.epoch(), e.value() + 1)
                : event;

    assertThat(doctored(1, Assertions.FULL, wrong)).startsWith("DecisionsRepeat: ");
    assertThat(doctored(1, Assertions.NONE, wrong)).isEmpty();
  }

  @Test
  void whatCannotBeLookedAtDoesNotHold() {
    Invariant lost =
        new Invariant() {
          @Override
          public String claim() {
            return "All is well.";
          }

          @Override
          public Scope scope() {
            return Scope.STEP;
          }

          @Override
          public @Nullable String contradiction(Observed seen) {
            throw new IllegalStateException("there is no trial 7");
          }
        };
    Seen first = run(1).getFirst();

    assertThat(
            new Inspector(Assertions.STEP, List.of(lost))
                .inspect(first.before(), first.step(), first.after()))
        .get()
        .asString()
        .contains("All is well. But it could not be looked at", "there is no trial 7");
  }

  /** What an inspector says first of a study whose events were changed; nothing if it is silent. */
  private static String doctored(long seed, Assertions level, UnaryOperator<StudyEvent> change) {
    var inspector = new Inspector(level);
    for (Seen seen : run(seed)) {
      List<StudyEvent> events = seen.step().events().stream().map(change).toList();
      var step = new Step(seen.step().input(), events);
      StudyState after = seen.after();
      if (!step.equals(seen.step())) {
        after = Objects.requireNonNull(Study.evolve(seen.before(), step));
      }
      var violation = inspector.inspect(seen.before(), step, after);
      if (violation.isPresent()) {
        return violation.get().toString();
      }
    }
    return "";
  }
}
