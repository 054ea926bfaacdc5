package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.insight.Night;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** From the rows of a journal to the pictures of a report. */
final class ForesightTest {

  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  private static VirtualStudy study(Guide guide, long seed, int epochs) {
    Goal goal = seed % 2 == 0 ? Goal.MINIMIZE : Goal.MAXIMIZE;
    var scheduler = new Scheduler.Guided(guide, Specs.asha());
    var budget = new Budget(null, null, (long) epochs);
    return new VirtualStudy(Specs.study("s", goal, scheduler, budget, seed), 0.005);
  }

  private static VirtualStudy ended(long seed) {
    VirtualStudy study = study(Guide.THAW, seed, 160);
    study.runUntil(state -> false);
    return study;
  }

  private static Foresight read(VirtualStudy study) {
    var reader = new ForesightReader(study.state());
    for (int row = 0; row < study.steps().size(); row++) {
      reader.take(row + 1, List.of(study.steps().get(row)));
    }
    return reader.foresight();
  }

  private static String page(Watched study, Foresight foresight) {
    var now = study.state().lifecycle().lastAt();
    MorningReport report = MorningReport.of(study, Night.unknown(), now, Path.of("s"));
    return HtmlReport.render(study, report, foresight, "spec");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsDecisionsForTheBestTrialInTheOrderOfTheJournal(long seed) {
    VirtualStudy study = ended(seed);

    List<MainDecision> main = read(study).decisions();

    assertThat(main).hasSizeBetween(1, 8);
    assertThat(main).extracting(m -> m.decision().row()).isSorted().doesNotHaveDuplicates();
    assertThat(main)
        .filteredOn(m -> m.why() == MainDecision.Why.BEST_TRIAL)
        .hasSizeLessThanOrEqualTo(3)
        .allSatisfy(
            m ->
                assertThat(m.decision().trial())
                    .isEqualTo(VirtualStudy.best(study.state()).trial()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void knowsTheStudyAsItWasAtTheDecision(long seed) {
    VirtualStudy study = ended(seed);

    for (MainDecision main : read(study).decisions()) {
      GuidedDecision decision = main.decision();
      StudyState then = replayed(study, (int) decision.row());
      assertThat(decision.known()).isEqualTo(then.trial(decision.trial()).epochs());
      assertThat(decision.spent()).isEqualTo(then.progress().spending().allEpochs());
      assertThat(decision.best()).isEqualTo(VirtualStudy.best(then).value());
      assertThat(decision.deed())
          .isEqualTo(
              decision.known() == 0
                  ? GuidedDecision.Deed.STARTED
                  : then.lease(decision.trial()) != null && !isGrant(study, decision)
                      ? GuidedDecision.Deed.WENT_ON
                      : GuidedDecision.Deed.THAWED);
    }
  }

  private static StudyState replayed(VirtualStudy study, int rows) {
    StudyState state = null;
    for (var step : study.steps().subList(0, rows)) {
      state = Study.evolve(state, step);
    }
    return Objects.requireNonNull(state);
  }

  private static boolean isGrant(VirtualStudy study, GuidedDecision decision) {
    return study.steps().get((int) decision.row() - 1).events().stream()
        .anyMatch(
            event ->
                event instanceof StudyEvent.LeaseGranted granted
                    && granted.trial() == decision.trial());
  }

  @Test
  void countsDecisionsByRule() {
    VirtualStudy study = ended(2);

    var rules = read(study).rules();

    assertThat(rules).containsKeys("initial", "expected-improvement");
    assertThat(rules.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(study.decisions().advised());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void drawsOneWellFormedPictureForEachMainDecision(long seed) {
    VirtualStudy study = ended(seed);
    Foresight foresight = read(study);

    String html = page(study.watched(), foresight);

    List<String> drawings =
        SVG.matcher(html)
            .results()
            .map(r -> r.group())
            .filter(svg -> svg.contains("class=\"foreseen\""))
            .toList();
    assertThat(drawings).hasSameSizeAs(foresight.decisions()).doesNotHaveDuplicates();
    for (String svg : drawings) {
      assertThatCode(
              () ->
                  DocumentBuilderFactory.newInstance()
                      .newDocumentBuilder()
                      .parse(new InputSource(new StringReader(svg))))
          .doesNotThrowAnyException();
      assertThat(svg).doesNotContain("NaN", "Infinity").doesNotContainPattern("=\"-?[0-9.]+E");
    }
  }

  @Test
  void saysWhoDecidedAndHowOftenTheBandsHeld() {
    VirtualStudy study = ended(2);
    Foresight foresight = read(study);

    assertThat(page(study.watched(), foresight))
        .contains("What was foreseen", " by advice, 0 by rank.")
        .contains(
            "Of %d predictions for epochs that were reached later, %d ("
                .formatted(foresight.checks().checked(), foresight.checks().held()))
        .contains("this is an impression, not a calibration");
  }

  @Test
  void raisesTheAlarmWhileTheAdviserIsSilent() {
    VirtualStudy study = study(Guide.THAW, 1, 60).silentAt(ask -> ask > 3);
    study.runUntil(state -> state.search().counsel().silent());

    assertThat(page(study.watched(), read(study)))
        .contains("<p class=\"alarm\">", "the adviser is silent now, and ranks decide.");
  }

  @Test
  void saysSoWhereNothingIsPredicted() {
    VirtualStudy study = study(Guide.BOHB, 1, 60);
    study.runUntil(state -> false);

    assertThat(page(study.watched(), read(study)))
        .contains("No decision came with a prediction.")
        .doesNotContain("class=\"foreseen\"");
  }

  @Test
  void isAbsentFromAStudyThatAsksNobody() {
    StudyState state = VirtualStudy.finished(Specs.accuracy(1, 12));

    assertThat(page(Watched.of(state), Foresight.none())).doesNotContain("What was foreseen");
  }
}
