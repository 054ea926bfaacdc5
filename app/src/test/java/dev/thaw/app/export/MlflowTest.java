package dev.thaw.app.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tracking server holds after an export. */
final class MlflowTest {

  @SuppressWarnings("NullAway.Init")
  private FakeMlflow server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeMlflow();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ExportedTrial trial(int number, String status, Double... values) {
    return new ExportedTrial(
        number,
        status,
        0,
        Map.of("rate", 0.5, "opt", "sgd"),
        List.of(values),
        Collections.nCopies(values.length, 2.0),
        null);
  }

  private static ExportedStudy study(ExportedTrial... trials) {
    return new ExportedStudy(
        "digits", "top@1", true, Instant.ofEpochSecond(1_000), List.of(trials));
  }

  private Mlflow.Written write(ExportedStudy study) throws IOException {
    return Mlflow.write(study, server.uri(), null);
  }

  @Test
  void eachTrialIsARunWithItsParametersAndEpochs() throws IOException {
    Mlflow.Written written =
        write(study(trial(0, "completed", 0.5, Double.NaN, 0.75), trial(1, "failed")));

    assertThat(written).isEqualTo(new Mlflow.Written("e1", 2, 3));
    assertThat(server.experiments()).isEqualTo(Map.of("digits", "e1"));
    FakeMlflow.Kept run = server.runs().getFirst();
    assertThat(run.params).isEqualTo(Map.of("rate", "0.5", "opt", "sgd"));
    assertThat(run.metrics)
        .containsExactly(
            "top_1 1 0.5", "seconds 1 2.0", "seconds 2 2.0", "top_1 3 0.75", "seconds 3 2.0");
    assertThat(run.times)
        .containsExactly(1_002_000L, 1_002_000L, 1_004_000L, 1_006_000L, 1_006_000L);
    assertThat(run.status).isEqualTo("FINISHED");
    assertThat(run.end).isEqualTo(1_006_000L);
    assertThat(server.runs().getLast().status).isEqualTo("FAILED");
  }

  @Test
  void onceMoreNothingIsSentTwice() throws IOException {
    ExportedStudy study =
        study(
            trial(0, "completed", 0.5),
            trial(1, "stopped", 0.25),
            trial(2, "paused", 0.125),
            trial(3, "failed"),
            trial(4, "completed", 1.0));
    write(study);
    List<List<String>> before =
        server.runs().stream().map(run -> List.copyOf(run.metrics)).toList();

    assertThat(write(study)).isEqualTo(new Mlflow.Written("e1", 0, 0));

    assertThat(server.runs()).extracting(run -> run.metrics).isEqualTo(before);
  }

  @Test
  void whatHasComeSinceIsAppended() throws IOException {
    write(study(trial(0, "paused", 0.5)));

    assertThat(write(study(trial(0, "completed", 0.5, 0.75), trial(1, "running", 0.1))))
        .isEqualTo(new Mlflow.Written("e1", 1, 2));

    FakeMlflow.Kept run = server.runs().getFirst();
    assertThat(run.metrics)
        .containsExactly("top_1 1 0.5", "seconds 1 2.0", "top_1 2 0.75", "seconds 2 2.0");
    assertThat(run.status).isEqualTo("FINISHED");
  }

  @Test
  void longCurvesAndManyParametersAreSentInParts() throws IOException {
    List<Double> values = new ArrayList<>();
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (int i = 1; i <= 1_200; i++) {
      values.add(i / 1_200.0);
    }
    for (int i = 0; i < 250; i++) {
      parameters.put("p" + i, i);
    }
    var trial =
        new ExportedTrial(
            0, "completed", 0, parameters, values, Collections.nCopies(1_200, 1.0), null);

    write(study(trial));

    FakeMlflow.Kept run = server.runs().getFirst();
    assertThat(run.metrics).hasSize(2_400).doesNotHaveDuplicates();
    assertThat(run.params).hasSize(250);
    assertThat(run.tags).containsEntry("thaw.epochs", "1200");
  }

  @Test
  void whoWasCutOffAtAnyRequestGoesOnWithoutADuplicate() throws IOException {
    ExportedStudy study = study(trial(0, "completed", 0.5, 0.75), trial(1, "stopped", 0.25));
    for (int after = 0; after < 9; after++) {
      server.failAfter(1 + after % 4);
      try {
        write(study);
      } catch (IOException cutOff) {
        assertThat(cutOff)
            .hasMessageContaining("answers with status 503")
            .hasMessageContaining("busy");
      }
    }
    server.failAfter(Integer.MAX_VALUE);
    write(study);

    assertThat(server.runs()).hasSize(2);
    assertThat(server.runs().getFirst().metrics).hasSize(4).doesNotHaveDuplicates();
    assertThat(server.runs()).extracting(run -> run.status).containsExactly("FINISHED", "KILLED");
  }

  @Test
  void whoeverIsAskedIsShownTheAuthorization() throws IOException {
    Mlflow.write(study(trial(0, "completed", 0.5)), server.uri(), "Bearer secret");

    assertThat(server.authorizations()).hasSize(server.requests()).containsOnly("Bearer secret");
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() {
    var uri = server.uri();
    server.close();

    assertThatThrownBy(() -> Mlflow.write(study(), uri, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer");
  }
}
