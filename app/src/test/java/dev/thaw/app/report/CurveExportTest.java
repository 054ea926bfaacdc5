package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class CurveExportTest {

  private final StudyState state = VirtualStudy.finished(Specs.accuracy(1, 12));

  private String csv() throws IOException {
    var text = new StringBuilder();
    CurveCsv.write(state, text);
    return text.toString();
  }

  @Test
  void givesBackEveryEpochExactlyFromCsv() throws IOException {
    List<String> lines = csv().lines().toList();

    assertThat(lines.getFirst()).isEqualTo("trial,epoch,value,seconds,status,bracket,origin");
    assertThat(lines).hasSize(1 + (int) state.progress().spending().epochs());
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Trial trial = state.trial(Integer.parseInt(cells[0]));
      int epoch = Integer.parseInt(cells[1]);
      assertThat(Double.parseDouble(cells[2])).isEqualTo(trial.curve().value(epoch));
      assertThat(Double.parseDouble(cells[3])).isEqualTo(trial.curve().seconds(epoch));
      assertThat(cells[4]).isEqualTo(trial.status().name().toLowerCase(Locale.ROOT));
      assertThat(cells[5]).isEqualTo(Integer.toString(trial.bracket()));
      assertThat(cells[6]).isEqualTo(cells[0]);
      assertThat(cells).hasSize(7);
    }
  }

  @Test
  void namesTheTrialThatTrainedTheFirstEpochsOfAFork() throws IOException {
    var study = new VirtualStudy(Specs.accuracy(1, 12), 0);
    StudyState before = study.runUntil(now -> find(now, CurveExportTest::canBeForked).isPresent());
    Trial parent = find(before, CurveExportTest::canBeForked).orElseThrow();
    study.command(new StudyCommand.ForkTrial(parent.number(), Map.of("learningRate", 0.0123)));
    StudyState after = study.runUntil(now -> false);
    Trial fork = find(after, one -> one.lineage() != null).orElseThrow();
    var text = new StringBuilder();

    CurveCsv.write(after, text);

    List<String> origins =
        text.toString()
            .lines()
            .filter(line -> line.startsWith(fork.number() + ","))
            .map(line -> line.substring(line.lastIndexOf(',') + 1))
            .toList();
    assertThat(origins.subList(0, fork.firstEpoch())).containsOnly("" + parent.number());
    assertThat(origins.subList(fork.firstEpoch(), origins.size())).containsOnly("" + fork.number());
    var trials = new StringBuilder();
    TrialJsonLines.write(after, trials);
    assertThat(trials.toString().lines().toList().get(fork.number()))
        .contains("\"parent\":%d,\"forkedAt\":%d".formatted(parent.number(), fork.firstEpoch()));
  }

  private static Optional<Trial> find(StudyState state, Predicate<Trial> which) {
    return StreamSupport.stream(state.progress().trials().spliterator(), false)
        .filter(which)
        .findFirst();
  }

  private static boolean canBeForked(Trial trial) {
    return trial.status() == TrialStatus.PAUSED && trial.epochs() > 0;
  }

  @Test
  void endsEveryLineOfCsvAsUnixToolsExpectIt() throws IOException {
    assertThat(csv()).endsWith("\n").doesNotContain("\r");
  }

  @Test
  void givesBackEveryEpochExactlyFromJsonLines() throws IOException {
    var text = new StringBuilder();
    CurveJsonLines.write(state, text);

    List<String> lines = text.toString().lines().toList();

    assertThat(lines).hasSize((int) state.progress().spending().epochs());
    for (String line : lines) {
      JsonNode json = new ObjectMapper().readTree(line);
      Trial trial = state.trial(json.get("trial").asInt());
      int epoch = json.get("epoch").asInt();
      assertThat(json.get("value").asDouble()).isEqualTo(trial.curve().value(epoch));
      assertThat(json.get("seconds").asDouble()).isEqualTo(trial.curve().seconds(epoch));
      assertThat(json.properties().stream().map(entry -> entry.getKey()))
          .containsExactly(CurveCsv.HEADER.split(","));
    }
  }
}
