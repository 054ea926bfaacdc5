package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.DerivedParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {

  @Test
  void readsWhatAMinimalSpecSays() {
    StudySpec spec = Texts.minimal();

    assertThat(spec.name()).isEqualTo("digits");
    assertThat(spec.objective()).isEqualTo(new StudySpec.Objective("error", Goal.MINIMIZE));
    assertThat(spec.space().parameters()).containsExactly(RealParameter.linear("rate", 0.001, 1));
    assertThat(spec.trainer()).isEqualTo(new StudySpec.TrainerSpec("mlp", Map.of()));
    assertThat(spec.budget()).isEqualTo(new Budget(null, 10, null));
  }

  @Test
  void fillsInTheDefaults() {
    StudySpec spec = Texts.minimal();

    assertThat(spec.fidelity()).isEqualTo(new StudySpec.Fidelity("epochs", 1, 81));
    assertThat(spec.scheduler()).isEqualTo(guided(Guide.THAW));
    assertThat(spec.suggestion()).isEqualTo(new RandomSuggestion());
    assertThat(spec.baseline()).isTrue();
    assertThat(spec.resources().slots()).isEqualTo(1);
    assertThat(spec.maxRestarts()).isEqualTo(3);
    assertThat(spec.epochTimeLimit()).isEqualTo(Duration.ofMinutes(30));
    assertThat(spec.checkpoints()).isEqualTo(new StudySpec.Checkpoints(1, null, null));
    assertThat(spec.seed()).isEqualTo(1);
  }

  @Test
  void readsWhatIsToBecomeOfCheckpoints() {
    StudySpec spec = Texts.minimal("checkpoints={every: 2, quota: 20 GB, store: /srv/shared}");

    assertThat(spec.checkpoints())
        .isEqualTo(new StudySpec.Checkpoints(2, 20_000_000_000L, "/srv/shared"));
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        Arguments.of(
            "{type: real, min: 1e-4, max: 0.1, scale: log, default: 1e-3}",
            RealParameter.log("p", 1e-4, 0.1).withDefault(1e-3)),
        Arguments.of(
            "{type: real, min: 0.1, max: 0.9, scale: logit}", RealParameter.logit("p", 0.1, 0.9)),
        Arguments.of(
            "{type: real, min: 0, max: 1, step: 0.25}",
            RealParameter.linear("p", 0, 1).withStep(0.25)),
        Arguments.of(
            "{type: integer, min: 16, max: 1e3, scale: log, default: 64}",
            IntegerParameter.log("p", 16, 1000).withDefault(64)),
        Arguments.of(
            "{type: integer, min: -4, max: 4, step: 2}",
            IntegerParameter.linear("p", -4, 4).withStep(2)),
        Arguments.of(
            "{type: categorical, values: [a, 2, 0.5, true], default: a}",
            CategoricalParameter.of("p", "a", 2L, 0.5, true).withDefault("a")),
        Arguments.of(
            "{type: ordinal, values: [16, 32], when: {rate: [0.5, 1]}}",
            OrdinalParameter.of("p", 16L, 32L).when("rate", 0.5, 1L)),
        Arguments.of("{type: constant, value: 7}", ConstantParameter.of("p", 7L)),
        Arguments.of("{type: derived, formula: 1 - rate}", DerivedParameter.of("p", "1 - rate")),
        Arguments.of(
            "{type: derived, formula: 9 * rate, whole: true}",
            DerivedParameter.of("p", "9 * rate").rounded()),
        Arguments.of(
            "{type: constant, value: adam, when: {rate: [1]}}",
            ConstantParameter.of("p", "adam").when("rate", 1L)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parameters")
  void readsEveryKindOfParameter(String yaml, Parameter expected) {
    StudySpec spec = Texts.minimal("parameters.p=" + yaml);

    assertThat(spec.space().parameter("p")).contains(expected);
  }

  private static Scheduler guided(Guide guide) {
    return new Scheduler.Guided(guide, new Scheduler.Asha(3, PromotionRule.PAPER, false));
  }

  static Stream<Arguments> schedulers() {
    return Stream.of(
        Arguments.of("{name: thaw}", guided(Guide.THAW)),
        Arguments.of("{name: dyhpo}", guided(Guide.DYHPO)),
        Arguments.of("{name: freeze-thaw}", guided(Guide.FREEZE_THAW)),
        Arguments.of("{name: mobster}", guided(Guide.MOBSTER)),
        Arguments.of("{name: bohb}", guided(Guide.BOHB)),
        Arguments.of(
            "{name: bohb, synchronous: true, sweeps: 2}",
            new Scheduler.Guided(
                Guide.BOHB,
                new Scheduler.Hyperband(
                    3, Scheduler.Hyperband.Sizes.FLOOR, true, PromotionRule.PAPER, 2))),
        Arguments.of("{name: asha}", new Scheduler.Asha(3, PromotionRule.PAPER, false)),
        Arguments.of(
            "{name: asha, eta: 4, rule: quantile, variant: stopping}",
            new Scheduler.Asha(4, PromotionRule.QUANTILE, true)),
        Arguments.of("{name: successive-halving}", new Scheduler.SuccessiveHalving(3, 0, 0)),
        Arguments.of(
            "{name: successive-halving, eta: 2, trials: 9, sweeps: 2}",
            new Scheduler.SuccessiveHalving(2, 9, 2)),
        Arguments.of(
            "{name: hyperband, rule: delayed}",
            new Scheduler.Hyperband(
                3, Scheduler.Hyperband.Sizes.CEIL, false, PromotionRule.DELAYED, 0)),
        Arguments.of(
            "{name: hyperband, sizes: floor, synchronous: true, sweeps: 1}",
            new Scheduler.Hyperband(
                3, Scheduler.Hyperband.Sizes.FLOOR, true, PromotionRule.PAPER, 1)),
        Arguments.of("{name: median}", new Scheduler.MedianStopping()),
        Arguments.of("{name: full}", new Scheduler.FullTraining()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schedulers")
  void readsEveryScheduler(String yaml, Scheduler expected) {
    assertThat(Texts.minimal("scheduler=" + yaml).scheduler()).isEqualTo(expected);
  }

  static Stream<Arguments> suggestions() {
    return Stream.of(
        Arguments.of("{name: random}", new RandomSuggestion()),
        Arguments.of("{name: sobol}", new SobolSuggestion()),
        Arguments.of("{name: grid}", new GridSuggestion(5)),
        Arguments.of("{name: grid, pointsPerReal: 9}", new GridSuggestion(9)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("suggestions")
  void readsEverySuggestion(String yaml, Suggestion expected) {
    assertThat(Texts.minimal("suggest=" + yaml).suggestion()).isEqualTo(expected);
  }

  static Set<String> proposers() {
    return Proposers.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void readsEveryProposerWithTheDefaultsOfAllItsOptions(String name) {
    StudySpec spec = Texts.minimal("scheduler.name=asha", "suggest.name=" + name);

    assertThat(spec.suggestion()).isEqualTo(new ModelSuggestion(name, Proposers.defaults(name)));
    assertThat(spec.guide()).isEqualTo(Guide.PROPOSER);
  }

  @Test
  void readsTheOptionsOfAProposerAsTheirDefaultsAre() {
    Map<String, Object> options = new LinkedHashMap<>(Proposers.defaults("tpe"));
    options.put("startups", 20L);
    options.put("priorWeight", 2.0);
    options.put("multivariate", false);

    assertThat(
            Texts.minimal(
                    "scheduler.name=asha",
                    "suggest={name: tpe, multivariate: false, startups: 2e1, priorWeight: 2}")
                .suggestion())
        .isEqualTo(new ModelSuggestion("tpe", options));
  }

  @Test
  void passesTheOptionsOfTheTrainerOn() {
    StudySpec spec = Texts.minimal("trainer={name: mlp, width: 8, rate: 0.5, fast: true, data: x}");

    assertThat(spec.trainer().options())
        .isEqualTo(Map.of("width", 8L, "rate", 0.5, "fast", true, "data", "x"));
  }

  @Test
  void readsConstraintsInTheirOrder() {
    StudySpec spec = Texts.minimal("constraints=['rate < 0.5', 'rate != 0.25']");

    assertThat(spec.space().constraints())
        .extracting(Object::toString)
        .containsExactly("rate < 0.5", "rate != 0.25");
  }

  @ParameterizedTest(name = "{0} ends by itself")
  @ValueSource(
      strings = {
        "suggest={name: grid}",
        "scheduler={name: successive-halving, sweeps: 1}",
        "scheduler={name: hyperband, synchronous: true, sweeps: 2}"
      })
  void needsNoBudgetIfTheSearchEndsByItself(String override) {
    assertThat(Texts.minimal("budget={}", override).budget()).isEqualTo(Budget.unlimited());
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "1e-4, 1.0E-4",
    "1E-4, 1.0E-4",
    "1.e-4, 1.0E-4",
    ".5e-3, 5.0E-4",
    "1.0e-4, 1.0E-4",
    "0.0001, 1.0E-4"
  })
  void takesEveryWayToWriteASmallNumber(String written, double number) {
    StudySpec spec = Texts.read(Texts.MINIMAL.replace("0.001", written));

    assertThat(spec.space().parameters()).containsExactly(RealParameter.linear("rate", number, 1));
  }

  @Test
  void keepsAQuotedNumberAText() {
    StudySpec spec = Texts.minimal("parameters.p={type: categorical, values: [1e-4, '1e-4']}");

    assertThat(spec.space().parameter("p")).contains(CategoricalParameter.of("p", 1e-4, "1e-4"));
  }

  @Test
  void keepsWordsThatOldYamlTakesForBooleansTexts() {
    StudySpec spec = Texts.minimal("parameters.p={type: categorical, values: [on, off, no, y]}");

    assertThat(spec.space().parameter("p"))
        .contains(CategoricalParameter.of("p", "on", "off", "no", "y"));
  }

  @Test
  void readsAFileWithABlockTextAndComments(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a study.yaml");
    Files.writeString(file, "# a comment\n" + Texts.MINIMAL + "seed: 7 # another\n");

    assertThat(SpecReader.read(file, List.of()).seed()).isEqualTo(7);
  }

  @Test
  void saysThatAFileIsMissing(@TempDir Path folder) {
    Path file = folder.resolve("none.yaml");

    assertThat(catchThrowable(() -> SpecReader.read(file, List.of())))
        .isInstanceOf(BadSpecException.class)
        .hasMessageContaining("There is no file " + file);
  }

  @Test
  void saysThatAFileIsNotText(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("binary.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(catchThrowable(() -> SpecReader.read(file, List.of())))
        .isInstanceOf(BadSpecException.class)
        .hasMessageContaining("is not a text in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", "-.inf", "1e999"})
  void aNumberThatIsNotFiniteIsRefusedOnce(String number) {
    String text = Texts.MINIMAL + "seed: " + number + "\n";

    assertThat(catchThrowable(() -> SpecReader.read(text, "spec.yaml", List.of())))
        .isInstanceOfSatisfying(
            BadSpecException.class,
            e ->
                assertThat(e.errors())
                    .extracting(SpecError::message)
                    .containsExactly("seed (%s) must be a finite number.".formatted(number)));
  }
}
