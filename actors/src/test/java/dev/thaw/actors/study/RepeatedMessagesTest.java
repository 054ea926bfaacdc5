package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: messages that arrive twice, late, or behind others that were sent after them, change
 * nothing but the time. Method: a {@link CarelessPost} by seed on all ways between a real node, the
 * broker and the supervisor; the journal is decided anew afterwards.
 */
final class RepeatedMessagesTest {

  @TempDir private Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nothingChangesIfMessagesComeTwiceAndOutOfOrder(long seed) {
    CarelessPost post = run(seed, new CarelessPost.Manners(0.3, 0.3, 0));

    assertThat(post.twice()).as("messages that were delivered twice").isGreaterThan(20);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void nothingChangesIfMessagesAreLost(long seed) {
    CarelessPost post = run(seed, new CarelessPost.Manners(0.1, 0.1, 0.1));

    assertThat(post.lost()).as("messages that were lost").isGreaterThan(4);
  }

  private CarelessPost run(long seed, CarelessPost.Manners manners) {
    try (Rig rig = Rig.restless(directory)) {
      var post = new CarelessPost(rig.kit, seed, manners);
      rig.watch();
      rig.open(asha().epochs(1, 9).trials(20).slots(3).spec());
      rig.addNode("1", new InstantHost(Integer.MAX_VALUE, 3), post.inFrontOf(rig.broker));
      StudyState end = rig.awaitEnd().getLast().state();

      assertThat(end.lifecycle().end()).isEqualTo(StudyEnd.TRIALS_SPENT);
      assertThat(end.progress().trials().size()).isEqualTo(20);
      assertThat(replay()).isEqualTo(end);
      return post;
    }
  }

  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false));
  }

  /** Decides all inputs of the journal again under the eyes of all checkers. */
  private StudyState replay() {
    var checkers = Checkers.all();
    Set<List<Integer>> epochs = new HashSet<>();
    @Nullable StudyState state = null;
    for (StudyJournal.Row row :
        StudyJournal.read(directory, StudySupervisor.persistenceId(Rig.STUDY))) {
      for (Step step : row.recorded().steps()) {
        var decision = Study.decide(state, step.input());
        assertThat(decision.events()).isEqualTo(step.events());
        checkers.onStep(state, step, decision);
        state = Study.evolve(state, step);
        for (StudyEvent event : step.events()) {
          if (event instanceof StudyEvent.EpochRecorded e) {
            assertThat(epochs.add(List.of(e.trial(), e.epoch()))).as("%s", e).isTrue();
          }
        }
      }
    }
    StudyState end = Objects.requireNonNull(state, "the journal is empty");
    Checkers.checkEnd(end);
    return end;
  }
}
