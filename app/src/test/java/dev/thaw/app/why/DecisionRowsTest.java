package dev.thaw.app.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was decided, in words. */
final class DecisionRowsTest {

  private static List<Step> night(long seed) {
    StudySpec spec = Specs.accuracy(seed, 30);
    var study = new VirtualStudy(spec, 0.02);
    study.runUntil(state -> false);
    return study.steps();
  }

  private static List<DecisionRow> decisions(List<Step> steps) {
    var words = new DecisionRows(Specs.accuracy(1, 30));
    List<DecisionRow> all = new ArrayList<>();
    for (Step step : steps) {
      all.addAll(words.of(all.size() + 1, step));
    }
    return all;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyEventWithAReasonBecomesADecision(long seed) {
    List<Step> steps = night(seed);
    long reasons =
        steps.stream().flatMap(step -> step.events().stream()).filter(this::hasReason).count();

    assertThat(reasons).isGreaterThan(50);
    assertThat(decisions(steps)).filteredOn(row -> row.reason() != null).hasSize((int) reasons);
  }

  private boolean hasReason(StudyEvent event) {
    for (RecordComponent component : event.getClass().getRecordComponents()) {
      if (component.getName().equals("reason")
          && component.getType().getSimpleName().equals("Reason")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aSentenceSaysWhereATrialStoodAndHowManyMayGoOn() {
    assertThat(decisions(night(1)))
        .filteredOn(row -> row.kind().equals("frozen"))
        .first()
        .satisfies(
            row ->
                assertThat(row.text())
                    .matches(
                        "Trial \\d+ is frozen: rank \\d+ of \\d+ at \\d+ epochs? with 0\\.\\d+;"
                            + " (none may go on yet|the best \\d+ may go on, as far as"
                            + " 0\\.\\d+)\\."));
  }

  @Test
  void theReasonIsTheSameDataThatTheJournalHolds() {
    assertThat(decisions(night(1)))
        .filteredOn(row -> row.kind().equals("thawed"))
        .first()
        .satisfies(
            row -> {
              assertThat(row.reason()).isNotNull();
              assertThat(row.reason().path("@").asText()).isEqualTo("PromotedByRank");
              assertThat(row.reason().path("position").path("trial").asInt())
                  .isEqualTo(row.trial());
            });
  }

  @Test
  void sentencesEndWithOneFullStopAndNameNoJavaType() {
    assertThat(decisions(night(2)))
        .allSatisfy(
            row ->
                assertThat(row.text())
                    .endsWith(".")
                    .doesNotEndWith("..")
                    .doesNotContain("[", "null", "@"));
  }

  @Test
  void startsThawsAndEndsAreToldApart() {
    Map<String, Long> kinds =
        decisions(night(3)).stream()
            .collect(Collectors.groupingBy(DecisionRow::kind, Collectors.counting()));

    assertThat(kinds)
        .containsKeys("opened", "started", "thawed", "frozen", "completed", "erred", "ended");
    assertThat(kinds.get("started")).isEqualTo(30);
  }
}
