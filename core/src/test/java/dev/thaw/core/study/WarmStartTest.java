package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.ListedSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a spec takes over from earlier studies. */
class WarmStartTest {

  private static final SearchSpace SPACE = SearchSpace.of(RealParameter.linear("x", 0, 1));

  private static Configuration at(double x) {
    return SPACE.configuration(Map.of("x", x));
  }

  private static KnownResult known(String source, double x, double value, int epochs) {
    return new KnownResult(source, at(x), value, epochs);
  }

  private static Specs study() {
    return Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, false)).in(SPACE).epochs(1, 9);
  }

  private static List<Configuration> first(StudySpec spec) {
    return spec.suggestion() instanceof ListedSuggestion listed ? listed.first() : List.of();
  }

  private static List<KnownResult> kept(StudySpec spec) {
    return Objects.requireNonNull(spec.known());
  }

  @Test
  void whoWasTrainedThreeTimesAsLongIsBetterAndThenTheValueCounts() {
    List<KnownResult> results =
        List.of(
            known("a", 0.1, 0.1, 8),
            known("a", 0.2, 0.4, 27),
            known("a", 0.3, 0.3, 10),
            known("a", 0.4, 0.9, 0));

    assertThat(WarmStart.ranked(Goal.MINIMIZE, results).get("a"))
        .extracting(KnownResult::value)
        .containsExactly(0.3, 0.4, 0.9, 0.1);
  }

  @Test
  void theBestOfEachSourceAreTriedFirstInTurnAfterWhatTheUserListed() {
    StudySpec spec =
        study()
            .baseline()
            .suggestion(new ListedSuggestion(List.of(at(0.9)), new RandomSuggestion()))
            .spec();
    List<KnownResult> results =
        List.of(
            known("a", 0.1, 5, 9),
            known("a", 0.2, 6, 9),
            known("a", 0.9, 4, 9),
            known("b", 0.5, 0.1, 9),
            known("b", 0.3, 0.2, 9));

    assertThat(first(WarmStart.of(spec, results, 3)))
        .containsExactly(at(0.9), at(0.1), at(0.3), at(0.2));
  }

  @Test
  void nothingIsTriedFirstIfNobodyWantsThat() {
    StudySpec warm = WarmStart.of(study().spec(), List.of(known("a", 0.1, 5, 9)), 0);

    assertThat(first(warm)).isEmpty();
    assertThat(kept(warm)).hasSize(1);
  }

  @Test
  void ofTooManyTheBetterHalfIsKeptAndOthersAtEqualDistances() {
    List<KnownResult> results = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      results.add(known("a", i / 3_000.0, i, 9));
    }

    StudySpec warm = WarmStart.of(study().spec(), results, 3);

    assertThat(kept(warm)).hasSize(1_000).startsWith(results.get(0), results.get(1));
    assertThat(kept(warm).get(499)).isEqualTo(results.get(499));
    assertThat(kept(warm).get(501)).isEqualTo(results.get(505));
    assertThat(kept(warm).get(999)).isEqualTo(results.get(2_995));
  }

  @Test
  void aSpecThatIsWarmedAgainWithWhatItKeptIsTheSame() {
    List<KnownResult> results = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      results.add(known(i % 2 == 0 ? "a" : "b", i / 1_500.0, i % 77, 1 + i % 27));
    }
    StudySpec cold = study().spec();
    StudySpec warm = WarmStart.of(cold, results, 3);

    assertThat(WarmStart.of(cold, kept(warm), 3)).isEqualTo(warm);
  }

  @Test
  void refusesToTryMoreFirstThanAFew() {
    List<KnownResult> results = List.of(known("a", 0.1, 5, 9));

    assertThatThrownBy(() -> WarmStart.of(study().spec(), results, 21))
        .hasMessage("first (21) must be from 0 to 20.\nMaybe 3.");
  }

  @Test
  void aResultWithoutAFiniteValueIsNone() {
    assertThatThrownBy(() -> known("a", 0.1, Double.NaN, 3))
        .hasMessageStartingWith("value (NaN) must be a finite number.");
  }

  private static List<KnownResult> many(String source, int results) {
    List<KnownResult> many = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      many.add(known(source, i / 1000.0, i, 9));
    }
    return many;
  }

  @Test
  void nothingIsLeftOutBelowTheLimit() {
    List<KnownResult> results = many("large", 600);
    results.addAll(many("small", 10));

    assertThat(kept(WarmStart.of(study().spec(), results, 3))).hasSize(610);
  }

  @Test
  void whatSmallSourcesLeaveGoesToTheLargeOnes() {
    List<KnownResult> results = many("large", 1_000);
    results.addAll(many("small", 10));

    assertThat(kept(WarmStart.of(study().spec(), results, 3)))
        .hasSize(WarmStart.RESULTS_MAX)
        .filteredOn(one -> one.source().equals("small"))
        .hasSize(10);
  }

  @Test
  void ofMoreSourcesThanResultsMayBeKeptSomeKeepOne() {
    List<KnownResult> results = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      results.addAll(many("source-" + i, 1));
    }

    assertThat(kept(WarmStart.of(study().spec(), results, 3))).hasSize(WarmStart.RESULTS_MAX);
  }
}
