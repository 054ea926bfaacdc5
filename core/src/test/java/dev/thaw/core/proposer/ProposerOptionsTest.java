package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a study can name any proposer and any of its options, and no other. */
class ProposerOptionsTest {

  static Set<String> names() {
    return Proposers.names();
  }

  @Test
  void thereAreNine() {
    assertThat(names())
        .containsExactly(
            "gp",
            "spearmint",
            "ehvi",
            "hord",
            "smac",
            "tpe",
            "cma-es",
            "differential-evolution",
            "finite-differences");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void everyNameGivesAProposerWithItsDefaults(String name) {
    Knowledge known = Mixed.known(Mixed.SPACE, List.of());

    assertThat(Proposers.of(name, Map.of()).propose(known, Mixed.draws(0))).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void everyNameGivesAFreshProposer(String name) {
    assertThat(Proposers.of(name, Map.of())).isNotSameAs(Proposers.of(name, Map.of()));
  }

  @Test
  void optionsThatAreNotGivenAreTheDefaults() {
    assertThat(Proposers.of("tpe", Map.of())).isEqualTo(TpeProposer.defaults());
    assertThat(Proposers.of("cma-es", Map.of())).isEqualTo(CmaEsProposer.defaults());
    assertThat(Proposers.of("differential-evolution", Map.of()))
        .isEqualTo(DifferentialEvolutionProposer.defaults());
    assertThat(Proposers.of("finite-differences", Map.of()))
        .isEqualTo(FiniteDifferenceProposer.defaults());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void defaultsCanBeGiven(String name) {
    Map<String, Object> defaults = Proposers.defaults(name);

    assertThat(defaults).isNotEmpty();
    assertThat(defaults.values())
        .allMatch(
            value ->
                value instanceof Double
                    || value instanceof Long
                    || value instanceof Boolean
                    || value instanceof String);
    assertThat(Proposers.of(name, defaults)).isNotNull();
  }

  @Test
  void defaultsAreThoseOfTheProposerInTheirOrder() {
    assertThat(Proposers.defaults("gp").toString())
        .isEqualTo(
            "{measure=log-ei, kappa=2.0, pending=believer, initial=8, points=200,"
                + " candidates=500}");
    assertThat(Proposers.defaults("cma-es").toString())
        .isEqualTo("{generation=0, sigma=0.3, tolerance=0.001, growth=2.0}");
    assertThatThrownBy(() -> Proposers.defaults("cma"))
        .hasMessageContaining("proposer (cma) must be one of");
  }

  @Test
  void optionsThatAreGivenTakeTheirPlaces() {
    Map<String, Object> options =
        Map.of(
            "startups", 5L,
            "candidates", 7L,
            "goodFraction", 0.25,
            "goodMost", 9L,
            "recent", 11L,
            "priorWeight", 2L,
            "priorConfidence", 3.0,
            "multivariate", false);

    assertThat(Proposers.of("tpe", options))
        .isEqualTo(new TpeProposer(5, 7, 0.25, 9, 11, 2, new PriorWeight(3), false));
    assertThat(Proposers.of("cma-es", Map.of("generation", 8L, "sigma", 0.2)))
        .isEqualTo(new CmaEsProposer(8, 0.2, 1e-3, 2));
  }

  @Test
  void choicesAreGivenByTheirNames() {
    List<Observed> observed = Mixed.random(Mixed.SPACE, 20, Mixed::score);
    Knowledge known = Mixed.known(Mixed.SPACE, observed);
    Map<String, String> measures =
        Map.of(
            "log-ei", "log-expected-improvement",
            "ei", "expected-improvement",
            "pi", "log-probability-of-improvement",
            "ucb", "confidence-bound",
            "exploitation", "lowest-mean",
            "exploration", "highest-variance");

    measures.forEach(
        (name, measure) ->
            assertThat(Proposers.of("gp", Map.of("measure", name)).propose(known, Mixed.draws(0)))
                .map(Proposal::measure)
                .contains(measure));
  }

  @Test
  void waysToTakePendingTrialsAreGivenByTheirNames() {
    for (String name : List.of("believer", "liar", "fantasy")) {
      assertThat(Proposers.of("gp", Map.of("pending", name))).isNotNull();
      assertThat(Proposers.of("spearmint", Map.of("pending", name))).isNotNull();
    }
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource({"tpes, tpe", "cma, cma-es", "CMA_ES, cma-es", "spearmnt, spearmint"})
  void namesThatAreUnknownAreRefusedWithTheNearest(String wrong, String nearest) {
    assertThatThrownBy(() -> Proposers.of(wrong, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "proposer (%s) must be one of: gp, spearmint, ehvi, hord,".formatted(wrong))
        .hasMessageEndingWith("\nMaybe %s.".formatted(nearest));
  }

  @Test
  void optionsThatAreUnknownAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> Proposers.of("cma-es", Map.of("sigmas", 0.2)))
        .hasMessage(
            "sigmas is no option of cma-es, which has: generation, sigma, tolerance, growth."
                + "\nMaybe sigma.");
    assertThatThrownBy(() -> Proposers.of("gp", Map.of("zeal", 1)))
        .hasMessage(
            "zeal is no option of gp, which has: measure, kappa, pending, initial, points,"
                + " candidates.");
  }

  @Test
  void choicesThatAreUnknownAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> Proposers.of("gp", Map.of("measure", "logei")))
        .hasMessage(
            "measure (logei) must be one of: log-ei, ei, pi, ucb, exploitation, exploration."
                + "\nMaybe log-ei.");
  }

  @Test
  void valuesOfTheWrongKindAreRefused() {
    assertThatThrownBy(() -> Proposers.of("tpe", Map.of("startups", 2.5)))
        .hasMessage("startups (2.5) must be a whole number.");
    assertThatThrownBy(() -> Proposers.of("tpe", Map.of("startups", 1e10)))
        .hasMessage("startups (1.0E10) must be a whole number.");
    assertThatThrownBy(() -> Proposers.of("tpe", Map.of("startups", Double.NaN)))
        .hasMessage("startups (NaN) must be a whole number.");
    assertThatThrownBy(() -> Proposers.of("tpe", Map.of("goodFraction", "much")))
        .hasMessage("goodFraction (much) must be a number.");
    assertThatThrownBy(() -> Proposers.of("tpe", Map.of("multivariate", 1)))
        .hasMessage("multivariate (1) must be true or false.");
    assertThatThrownBy(() -> Proposers.of("gp", Map.of("measure", 3)))
        .hasMessageContaining("measure (3) must be one of: ");
  }

  @ParameterizedTest(name = "{0}: {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gp | kappa | -1 | kappa (-1.0) must be ",
        "gp | initial | 0 | initial (0) must be at least 1.",
        "gp | points | 9 | points (9) must be from 10 to 2000.",
        "spearmint | samples | 101 | samples (101) must be from 1 to 100.",
        "spearmint | burnIn | -1 | burnIn (-1) must be from 0 to 10000.",
        "hord | radius | 2 | radius (2.0) must be ",
        "hord | budget | 0 | budget (0) must be at least 1.",
        "smac | trees | 0 | trees (0) must be from 1 to 1000.",
        "smac | interleaved | 1.5 | interleaved (1.5) must be from 0.0 to 1.0.",
        "tpe | startups | 1 | startups (1) must be at least 2.",
        "tpe | priorConfidence | -1 | confidence (-1.0) must be from 0.0 to 1000.0.",
        "cma-es | sigma | 0 | sigma (0.0) must be ",
        "differential-evolution | population | 3 | population (3) must be at least 4.",
        "finite-differences | difference | 0.5 | difference (0.5) must be "
      })
  void valuesOutOfTheirRangeAreRefused(String name, String option, double value, String message) {
    assertThatThrownBy(() -> Proposers.of(name, Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
