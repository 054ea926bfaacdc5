package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StudySummaryTest {

  private static final Path DIRECTORY = Path.of("studies", "digits");
  private static final ObjectMapper PLAIN = new ObjectMapper();

  private static JsonNode json(StudyState state) throws JsonProcessingException {
    Instant now = state.lifecycle().lastAt();
    return PLAIN.readTree(
        PLAIN.writeValueAsString(StudySummary.of(Watched.of(state), now, DIRECTORY)));
  }

  private static List<String> keys(JsonNode node) {
    return node.properties().stream().map(entry -> entry.getKey()).toList();
  }

  @Test
  void hasTheKeysOfTheContractFirstAndInItsOrder() throws JsonProcessingException {
    JsonNode json = json(VirtualStudy.finished(Specs.accuracy(1, 12)));

    assertThat(keys(json))
        .startsWith("study", "state", "best", "baseline", "trials", "epochs", "fullTrainingEpochs")
        .containsSequence("wallSeconds", "directory", "end", "metric", "goal", "retrainedEpochs")
        .containsSequence("trainingSeconds", "budget", "seed", "advice", "recommended")
        .endsWith(
            "checkpoints",
            "quarantined",
            "slots",
            "failures",
            "held",
            "closedAt",
            "expected",
            "confirmed",
            "front",
            "paused",
            "trainer");
    assertThat(keys(json.get("best")))
        .containsExactly("trial", "value", "epoch", "parameters", "maximum", "breaksConstraints");
    assertThat(keys(json.get("baseline"))).containsExactly("value");
    assertThat(keys(json.get("trials")))
        .containsExactly(
            "started", "running", "paused", "completed", "stopped", "failed", "infeasible");
  }

  @Test
  void isOneLineOfJson() throws JsonProcessingException {
    StudyState state = VirtualStudy.finished(Specs.accuracy(1, 12));
    Instant now = state.lifecycle().lastAt();

    assertThat(PLAIN.writeValueAsString(StudySummary.of(Watched.of(state), now, DIRECTORY)))
        .doesNotContain("\n")
        .contains("\"state\":\"ended\",\"best\":{", "\"end\":\"trials-spent\"")
        .contains("\"parameters\":{\"learningRate\":");
  }

  @Test
  void hasNeitherBestNorBaselineNorEndAtTheBeginning() throws JsonProcessingException {
    JsonNode json = json(VirtualStudy.afterEpochs(Specs.accuracy(1, 12), 0));

    assertThat(json.get("best").isNull()).isTrue();
    assertThat(json.get("baseline").isNull()).isTrue();
    assertThat(json.get("end").isNull()).isTrue();
    assertThat(json.get("state").asText()).isEqualTo("running");
  }

  @Test
  void knowsTheBaselineOnlyOnceItIsComplete() {
    var study = new VirtualStudy(Specs.accuracy(1, 60), 0);
    StudyState almost =
        study.runUntil(s -> !s.progress().trials().isEmpty() && s.trial(0).epochs() == 26);
    assertThat(StudySummary.baseline(almost)).isNull();

    StudyState complete = study.runUntil(s -> s.trial(0).epochs() == 27);
    assertThat(StudySummary.baseline(complete))
        .isEqualTo(new StudySummary.Baseline(complete.trial(0).curve().best(Goal.MAXIMIZE)));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void countsEveryTrialOnceAndFindsTheBestOfAllEpochs(long seed) {
    Goal goal = seed % 2 == 0 ? Goal.MINIMIZE : Goal.MAXIMIZE;
    var spec = Specs.study("s", goal, Specs.scheduler(seed), Specs.trials(20), seed);
    StudyState state =
        new VirtualStudy(spec, 0.02)
            .runUntil(s -> s.progress().spending().allEpochs() >= 30 * seed);

    var trials = StudySummary.trials(state);
    assertThat(
            trials.running()
                + trials.paused()
                + trials.completed()
                + trials.stopped()
                + trials.failed()
                + trials.infeasible())
        .isEqualTo(trials.started())
        .isEqualTo(state.progress().trials().size());
    var best = StudySummary.of(Watched.of(state), state.lifecycle().lastAt(), DIRECTORY).best();
    double expected = Double.POSITIVE_INFINITY;
    for (Trial trial : state.progress().trials()) {
      for (double value : trial.curve().values()) {
        expected = Math.min(expected, goal.score(value));
      }
    }
    assertThat(goal.score(Objects.requireNonNull(best).value())).isEqualTo(expected);
  }

  @Test
  void countsTrialsThatLeaveTheirSlotAsRunning() {
    StudyState state =
        new VirtualStudy(Specs.accuracy(1, 60), 0)
            .runUntil(s -> s.progress().counts().of(TrialStatus.PAUSING) > 0);

    assertThat(StudySummary.trials(state).running())
        .isEqualTo(state.cluster().leases().size())
        .isPositive();
  }

  @Test
  void runsOnUntilItHasEnded() {
    StudyState running = VirtualStudy.afterEpochs(Specs.accuracy(1, 12), 30);
    Instant last = running.lifecycle().lastAt();
    assertThat(StudySummary.active(running, last.plusSeconds(60)))
        .isEqualTo(StudySummary.active(running, last).plusSeconds(60));
    assertThat(StudySummary.active(running, last.minusSeconds(60)))
        .isEqualTo(StudySummary.active(running, last));

    StudyState ended = VirtualStudy.finished(Specs.accuracy(1, 12));
    Duration whole = Duration.between(VirtualStudy.BEGIN, ended.lifecycle().lastAt());
    assertThat(StudySummary.active(ended, ended.lifecycle().lastAt().plusSeconds(60)))
        .isEqualTo(whole);
  }

  @Test
  void comparesWithTrainingEveryStartedTrialToTheEnd() {
    StudyState state = VirtualStudy.finished(Specs.accuracy(1, 60));
    Savings savings = Savings.of(state);

    assertThat(savings.fullEpochs()).isEqualTo(60 * 27);
    assertThat(savings.trainedEpochs()).isEqualTo(state.progress().spending().allEpochs());
    assertThat(savings.share()).isBetween(0.8, 0.95);
    assertThat(savings.savedSeconds()).isBetween(0.5 * 1400 * 20, 1400 * 64.0);
  }
}
