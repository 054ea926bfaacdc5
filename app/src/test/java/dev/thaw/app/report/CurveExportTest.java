package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
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

    assertThat(lines.getFirst()).isEqualTo("trial,epoch,value,seconds,status,bracket");
    assertThat(lines).hasSize(1 + (int) state.progress().spending().epochs());
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Trial trial = state.trial(Integer.parseInt(cells[0]));
      int epoch = Integer.parseInt(cells[1]);
      assertThat(Double.parseDouble(cells[2])).isEqualTo(trial.curve().value(epoch));
      assertThat(Double.parseDouble(cells[3])).isEqualTo(trial.curve().seconds(epoch));
      assertThat(cells[4]).isEqualTo(trial.status().name().toLowerCase(Locale.ROOT));
      assertThat(cells[5]).isEqualTo(Integer.toString(trial.bracket()));
      assertThat(cells).hasSize(6);
    }
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
