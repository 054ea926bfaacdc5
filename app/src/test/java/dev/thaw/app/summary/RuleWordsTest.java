package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.ModelSuggestion;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RuleWordsTest {

  private static final Map<String, Map<String, Object>> QUICK =
      Map.of("spearmint", Map.of("samples", 2, "burnIn", 3));

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROPOSER")
  void hasWordsForEveryRuleThatAGuideGoesBy(Guide guide) {
    var scheduler = new Scheduler.Guided(guide, Specs.asha());
    Set<String> rules = rules(Specs.study("s", Goal.MINIMIZE, scheduler, Specs.trials(30), 1), 150);

    assertThat(rules).isNotEmpty();
    assertThat(rules).allSatisfy(r -> assertThat(RuleWords.of(r)).isNotEqualTo(plain(r)));
  }

  private static Set<String> rules(StudySpec spec, int epochs) {
    var study = new VirtualStudy(spec, 0);
    study.runUntil(state -> state.progress().spending().allEpochs() >= epochs);
    Set<String> rules = new TreeSet<>();
    study.steps().forEach(step -> step.events().forEach(event -> collect(rules, event)));
    return rules;
  }

  static Set<String> proposers() {
    return Proposers.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void namesTheProposerBehindEveryRuleThatItGoesBy(String name) {
    var plain = Specs.study("s", Goal.MINIMIZE, Specs.asha(), Specs.trials(60), 1);
    var suggestion = new ModelSuggestion(name, QUICK.getOrDefault(name, Map.of()));
    Set<String> rules = rules(Specs.withSuggestion(plain, suggestion), 100);

    assertThat(rules).isNotEmpty().allMatch(rule -> rule.startsWith(name + "/"));
    assertThat(rules)
        .allSatisfy(
            rule -> {
              String measure = rule.substring(name.length() + 1);
              assertThat(RuleWords.of(rule))
                  .endsWith(", by " + name)
                  .isNotEqualTo(plain(measure) + ", by " + name);
            });
  }

  @Test
  void namesTheProposerBesideTheScheduler() {
    var plain = Specs.study("s", Goal.MINIMIZE, Specs.asha(), Specs.trials(60), 1);

    assertThat(RuleWords.search(plain)).isEqualTo("asha");
    assertThat(RuleWords.search(Specs.withSuggestion(plain, new ModelSuggestion("gp", Map.of()))))
        .isEqualTo("asha with gp");
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
