package dev.thaw.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.forecast.Plan;
import dev.thaw.core.forecast.Prior;
import dev.thaw.core.forecast.Rehearsal;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a plan reads. */
final class PlanWordsTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  private static final Instant NOW = Instant.parse("2026-03-01T20:00:00Z");

  private static List<String> lines(StudySpec spec) {
    Prior prior = new Prior(60, 0, 0, 0, 0, 0, 10e6);
    Plan plan = Plan.of(spec, prior, List.of(new Rehearsal(spec, prior, 500).run(0)));
    return PlanWords.lines(PlanFigures.of(spec, plan, true), spec, NOW, ZoneOffset.UTC);
  }

  @Test
  void promisesNothingOfAStudyThatNothingEnds() {
    assertThat(lines(Specs.study(ASHA).spec()))
        .hasSize(3)
        .last()
        .asString()
        .startsWith("note: no limit is set: the study goes on until it is stopped.\nMaybe");
  }

  @Test
  void saysWhenAStudyEndsThatBeginsNow() {
    assertThat(lines(Specs.study(ASHA).epochsBudget(60).spec()))
        .contains("  begun now, ends          21:00         21:00         21:00");
  }

  @Test
  void warnsOfAQuotaThatCheckpointsFill() {
    assertThat(lines(Specs.study(ASHA).epochsBudget(60).quota(50_000_000).spec()))
        .contains("note: checkpoints may fill their quota (50.0 MB); then some are deleted.");
  }

  @Test
  void warnsOfSlotsThatStandIdle() {
    assertThat(lines(Specs.study(ASHA).slots(8).trials(3).spec()))
        .anyMatch(line -> line.startsWith("note: slots are in use for "))
        .contains("note: only about 3 trials are started.");
  }
}
