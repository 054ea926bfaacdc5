package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: after somebody narrows the space of a study, what is new comes from there, and nothing else
 * changes. Method: a study on one slot is led by hand.
 */
class NarrowedStudyTest {

  private static final Narrowing WIDE = Narrowing.between(100, 128);

  private final OneSlot study = new OneSlot(OneSlot.asha().epochs(1, 9).trials(20));

  private static OneSlot narrow(OneSlot study, String parameter, @Nullable Narrowing to) {
    return study.give(
        new StudyInput.CommandGiven(
            study.now(), new StudyCommand.NarrowSpace(parameter, to), null));
  }

  private String refusal() {
    return ((Reply.Refused) study.reply()).why();
  }

  private static long width(OneSlot study, int trial) {
    return (long)
        Objects.requireNonNull(study.state().trial(trial).configuration().asMap().get("width"));
  }

  @Test
  void newTrialsAreDrawnFromWhatIsLeft() {
    narrow(study, "width", WIDE);
    for (int trial = 0; trial < 12; trial++) {
      study.train(trial, 1, null).leave(trial);
      if (study.state().lease(trial + 1) == null) {
        break;
      }
      assertThat(width(study, trial + 1)).isBetween(100L, 128L);
    }
    assertThat(study.state().progress().trials().size()).isGreaterThan(2);
  }

  @Test
  void trialsThatExistStayWhatTheyAre() {
    Configuration before = study.state().trial(0).configuration();
    narrow(study, "width", WIDE);

    assertThat(study.events()).containsExactly(new StudyEvent.SpaceNarrowed("width", WIDE));
    assertThat(study.state().trial(0).configuration()).isEqualTo(before);
  }

  @Test
  void theWholeScaleIsBackWhenSomebodyTakesTheNarrowingBack() {
    narrow(study, "width", WIDE);
    narrow(study, "width", null);

    assertThat(study.events()).containsExactly(new StudyEvent.SpaceNarrowed("width", null));
    assertThat(study.state().space()).isEqualTo(study.state().spec().space());
  }

  @Test
  void whatIsSoAlreadyIsNotWrittenDownAgain() {
    narrow(study, "width", WIDE);
    narrow(study, "width", WIDE);
    assertThat(study.events()).isEmpty();

    narrow(study, "learning_rate", null);
    assertThat(study.events()).isEmpty();
    assertThat(study.reply()).isEqualTo(new Reply.Accepted());
  }

  @Test
  void whatSomebodyAddsMayLieOutside() {
    narrow(study, "width", WIDE);
    study.give(
        new StudyInput.CommandGiven(
            study.now(), new StudyCommand.AddTrial(Map.of("width", 32)), null));
    study.epoch(0, 1).leave(0);

    assertThat(width(study, 1)).isEqualTo(32);
  }

  @Test
  void aProposalFromBeforeThatLiesOutsideIsNotStarted() {
    var net = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    var guided =
        new OneSlot(Specs.study(new Scheduler.Guided(Guide.THAW, net)).epochs(1, 9).trials(20));
    narrow(guided, "width", WIDE);
    Configuration outside = guided.state().spec().space().configuration(Map.of("width", 32));
    guided.give(new StudyInput.AdviceOverdue(guided.now(), 1));

    assertThat(Stage.of(guided.state()).admits(outside)).isFalse();
    assertThat(width(guided, 0)).isBetween(100L, 128L);
  }

  @Test
  void aGridIsNotNarrowed() {
    var grid = new OneSlot(OneSlot.asha().suggestion(new GridSuggestion(3)).epochs(1, 9));
    narrow(grid, "width", WIDE);

    assertThat(grid.reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.why()).contains("suggest (grid) must draw"));
  }

  @Test
  void aParameterThatDoesNotExistOrValuesThatItDoesNotHaveAreRefused() {
    narrow(study, "wdith", WIDE);
    assertThat(refusal()).contains("wdith is not a parameter", "width");

    narrow(study, "wdith", null);
    assertThat(refusal()).contains("wdith is not a parameter", "width");

    narrow(study, "width", Narrowing.between(1, 1_000_000));
    assertThat(refusal()).contains("width (1.0) must be");
    assertThat(study.events()).isEmpty();
  }

  @Test
  void whatLeavesNothingThatMeetsTheConstraintsIsRefused() {
    var space = OneSlot.asha().spec().space().withConstraints("width <= 64");
    var constrained = new OneSlot(OneSlot.asha().in(space).epochs(1, 9).trials(20));
    narrow(constrained, "width", Narrowing.to(List.of(128)));

    assertThat(constrained.reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused ->
                assertThat(refused.why())
                    .contains("width (128) must leave configurations that meet the constraints"));
  }
}
