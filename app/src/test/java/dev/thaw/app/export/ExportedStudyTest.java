package dev.thaw.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.report.TrialJsonLines;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExportedStudyTest {

  private final StudyState state = VirtualStudy.finished(Specs.accuracy(3, 12));

  @Test
  void whatAServerSendsIsWhatTheFolderHolds() throws IOException {
    var lines = new StringBuilder();
    TrialJsonLines.write(state, lines);
    ExportedStudy own = ExportedStudy.of(state);

    ExportedStudy sent =
        ExportedStudy.read(
            own.name(), own.metric(), own.maximized(), own.begun(), lines.toString());

    assertThat(sent).isEqualTo(own);
    assertThat(sent.trials()).hasSize(state.progress().trials().size());
  }

  @Test
  void aTableHasALineForEachTrialWithItsLastAndItsBestValue() throws IOException {
    var study =
        new ExportedStudy(
            "digits",
            "loss",
            false,
            Instant.EPOCH,
            List.of(
                new ExportedTrial(
                    0,
                    "stopped",
                    2,
                    Map.of("rate", 0.5),
                    List.of(0.3, 0.2, 0.4),
                    List.of(1.0, 1.0, 1.0),
                    null),
                new ExportedTrial(
                    1,
                    "failed",
                    0,
                    Map.of("opt", "a,b"),
                    List.of(Double.NaN),
                    List.of(2.0),
                    new ExportedTrial.Fork(0, 1))));
    var text = new StringBuilder();

    TrialCsv.write(study, text);

    assertThat(text.toString())
        .isEqualTo(
            """
            trial,status,bracket,epochs,value,best_value,best_epoch,seconds,parent,forked_at,params_opt,params_rate
            0,stopped,2,3,0.4,0.2,2,3.0,,,,0.5
            1,failed,0,1,,,,2.0,0,1,"a,b",
            """);
  }
}
