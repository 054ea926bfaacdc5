package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: the options of the model-based proposers do what they are for. Method: one real number. */
class ModelProposersTest {

  private static final SearchSpace LINE = SearchSpace.of(RealParameter.linear("x", 0, 1));

  private static Configuration at(double x) {
    return LINE.configuration(Map.of("x", x));
  }

  private static double x(Configuration configuration) {
    return LINE.encode(configuration)[0];
  }

  /** Results everywhere but between 0.6 and 1, the best at 0.25. */
  private static List<Observed> parabola() {
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      double x = 0.05 * i;
      observed.add(Mixed.seen(i, at(x), (x - 0.27) * (x - 0.27)));
    }
    return observed;
  }

  private static double proposed(Proposer proposer, List<Configuration> pending) {
    var known = new Knowledge(LINE, parabola(), pending, 13, 60, 1);
    return x(proposer.propose(known, Mixed.draws(0)).orElseThrow().configuration());
  }

  private static Proposer process(Measure measure, Pending pending) {
    return new GpProposer(GpProposer.Options.defaults().by(measure).taking(pending));
  }

  @Test
  void exploitationProposesWhereTheLeastIsExpected() {
    assertThat(proposed(process(Measure.LOWEST_MEAN, Pending.BELIEVER), List.of()))
        .isBetween(0.25, 0.29);
  }

  @Test
  void explorationProposesWhereNothingIsKnown() {
    assertThat(proposed(process(Measure.HIGHEST_VARIANCE, Pending.BELIEVER), List.of()))
        .isGreaterThan(0.9);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Pending.class)
  void whatIsBeingTriedIsNotUnknownAnyMore(Pending pending) {
    double next = proposed(process(Measure.HIGHEST_VARIANCE, pending), List.of(at(0.95)));

    assertThat(next).isBetween(0.62, 0.93).isNotEqualTo(0.95);
  }

  @Test
  void dividesTheImprovementBySeconds() {
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      double x = i / 10.0;
      double score = Math.cos(4 * Math.PI * x) + 1;
      observed.add(new Observed(i, at(x), 1, score, Math.exp(12 * x)));
    }
    // Both 0.25 and 0.75 are best; the second takes exp(6) times as long.
    var known = new Knowledge(LINE, observed, List.of(), 11, 60, 1);
    var perSecond =
        new SpearmintProposer(SpearmintProposer.Options.defaults().sampling(5, 20).perSecond(true));

    Proposal next = perSecond.propose(known, Mixed.draws(0)).orElseThrow();

    assertThat(next.measure()).isEqualTo("log-expected-improvement-per-second");
    assertThat(x(next.configuration())).isLessThan(0.5);
  }

  @Test
  void dividesByNothingWhereSecondsAreNotKnown() {
    List<Observed> observed =
        parabola().stream()
            .map(one -> new Observed(one.trial(), one.configuration(), 1, one.score(), Double.NaN))
            .toList();
    var known = new Knowledge(LINE, observed, List.of(), 13, 60, 1);
    var options = SpearmintProposer.Options.defaults().sampling(3, 5);

    assertThat(new SpearmintProposer(options.perSecond(true)).propose(known, Mixed.draws(0)))
        .isEqualTo(new SpearmintProposer(options).propose(known, Mixed.draws(0)));
  }

  @Test
  void oneForestProposalInFiveIsRandom() {
    List<Observed> observed = Mixed.random(Mixed.SPACE, 30, Mixed::score);
    var forest = new ForestProposer(ForestProposer.Options.defaults());
    int random = 0;
    for (int i = 0; i < 200; i++) {
      Proposal next =
          forest.propose(Mixed.known(Mixed.SPACE, observed), Mixed.draws(i)).orElseThrow();
      random += next.measure().equals("random") ? 1 : 0;
    }

    assertThat(random).isBetween(28, 52);
  }
}
