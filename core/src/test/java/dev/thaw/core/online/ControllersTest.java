package dev.thaw.core.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.RealParameter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a study can name any controller and any of its options, and each keeps the contract. */
class ControllersTest {

  static Set<String> names() {
    return Controllers.names();
  }

  @Test
  void thereAreTen() {
    assertThat(names())
        .containsExactly(
            "constant",
            "step",
            "exponential",
            "cosine",
            "one-cycle",
            "hyperdyn",
            "epoch-bo",
            "random-5x",
            "hypergradient",
            "salera");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void defaultsCanBeGiven(String name) {
    assertThat(Controllers.of(name, Controllers.defaults(name)))
        .isEqualTo(Controllers.of(name, Map.of()));
  }

  @ParameterizedTest(name = "{0}, seed 11")
  @MethodSource("names")
  void whoSeesAPartOfAHistoryTakesTheStepThatFollowed(String name) {
    History whole = Walk.of(Controllers.of(name, Map.of()), 11, 0.3, 16);

    for (int n = 0; n < whole.size(); n++) {
      var part =
          new History(
              whole.knobs(),
              whole.goal(),
              whole.maximum(),
              whole.seed(),
              whole.start(),
              whole.epochs().subList(0, n));
      Step step = Controllers.of(name, Map.of()).next(part);
      assertThat(step.values()).isEqualTo(whole.epoch(n + 1).values());
      assertThat(step)
          .isEqualTo(Step.from(whole.epoch(n + 1).from(), part, whole.epoch(n + 1).values()));
    }
  }

  @ParameterizedTest(name = "{0}, seed 12")
  @MethodSource("names")
  void everyNameControlsSeveralParametersAtOnce(String name) {
    Knobs knobs =
        Knobs.of(
            List.of(
                RealParameter.log("learning_rate", 1e-4, 1),
                RealParameter.linear("beta1", 0, 0.99),
                RealParameter.logit("beta2", 0.9, 0.9999)));
    Map<String, Double> start = Map.of("learning_rate", 0.1, "beta1", 0.9, "beta2", 0.999);
    var history = new History(knobs, Goal.MAXIMIZE, OptionalInt.of(9), 12, start, List.of());
    Controller controller = Controllers.of(name, Map.of());

    for (int i = 0; i < 9; i++) {
      Step step = controller.next(history);
      assertThat(step.values().keySet()).containsExactlyInAnyOrderElementsOf(knobs.names());
      int from = step instanceof Step.Backtrack(int to, var _) ? to : i;
      Map<String, Double> extras =
          Map.of(
              "train_loss", 1.0 / (i + 1), GradientWatch.ALIGNMENT, 1.0, GradientWatch.DRIFT, 1.0);
      history = history.and(new Trained(from, step.values(), i / 10.0, extras));
    }
  }

  @ParameterizedTest(name = "{0}: {1} = {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hyperdyn | windw | 4 | windw is no option of hyperdyn, which has: | Maybe window.",
        "hyperdyn | window | 0 | window (0) must be at least 1 |",
        "hyperdyn | unit | promille | unit (promille) must be one of: percent, fraction |",
        "hyperdyn | temperature | 0 | temperature (0.0) must be from |",
        "epoch-bo | take | worst | take (worst) must be one of: proposal, best. |",
        "cosine | floor | 2 | floor (2.0) must be from 0.0 to 1.0 |",
        "step | gamma | 0 | gamma (0.0) must be from |",
        "random-5x | draws | 0 | draws (0) must be from 1 to 1000 |",
        "random-5x | shrink | 2 | shrink (2.0) must be from |",
        "random-5x | bracket | 3 | bracket (3) needs ranges that shrink | Maybe shrink: 0.1.",
        "random-5x | bracket | -1 | bracket (-1) must be at least 0. |",
        "hyperdyn | proposals | 0 | proposals (0) must be from 1 to 100. |",
        "hyperdyn | cooling | 0 | cooling (0.0) must be from |",
        "hyperdyn | backtrackFrom | -1 | backtrackFrom (-1) must be at least 0. |",
        "epoch-bo | cooling | 1 | cooling is no option of epoch-bo, which has |",
        "salera | threshold | -1 | threshold (-1.0) must be from |",
        "hypergradient | rule | addtive | rule (addtive) must be one of | Maybe additive."
      })
  void anOptionThatDoesNotFitIsRefused(
      String name, String option, String text, String message, String maybe) {
    Object value = text.matches("-?[0-9]+") ? Long.valueOf(text) : text;

    assertThatThrownBy(() -> Controllers.of(name, Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(maybe == null ? "" : maybe);
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> Controllers.of("hyperdin", Map.of()))
        .hasMessageContaining("controller (hyperdin) must be one of: constant, step")
        .hasMessageContaining("Maybe hyperdyn.");
  }
}
