package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RuleWordsTest {

  @ParameterizedTest
  @EnumSource
  void hasWordsForEveryRuleThatAGuideGoesBy(Guide guide) {
    var scheduler = new Scheduler.Guided(guide, Specs.asha());
    var study =
        new VirtualStudy(Specs.study("s", Goal.MINIMIZE, scheduler, Specs.trials(30), 1), 0);
    study.runUntil(state -> state.progress().spending().allEpochs() >= 150);
    Set<String> rules = new TreeSet<>();
    study.steps().forEach(step -> step.events().forEach(event -> collect(rules, event)));

    assertThat(rules).isNotEmpty();
    assertThat(rules).allSatisfy(r -> assertThat(RuleWords.of(r)).isNotEqualTo(plain(r)));
  }

  private static String plain(String rule) {
    return rule.replace('-', ' ');
  }

  private static void collect(Set<String> rules, StudyEvent event) {
    Reason reason =
        switch (event) {
          case StudyEvent.LeaseGranted granted -> granted.reason();
          case StudyEvent.LeaseExtended extended -> extended.reason();
          default -> null;
        };
    if (reason instanceof Reason.Advised advised) {
      rules.add(advised.evidence().rule());
    }
  }

  @Test
  void namesTheEpochOfAnImprovement() {
    assertThat(RuleWords.of("expected-improvement-at-9"))
        .isEqualTo("the largest expected improvement at epoch 9");
  }

  @Test
  void spellsOutARuleThatItDoesNotKnow() {
    assertThat(RuleWords.of("coin-toss")).isEqualTo("coin toss");
  }
}
