package dev.thaw.app.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a script says of itself becomes a study that can be run. */
class ScriptReaderTest {

  private static final String SPEAKS =
      """
      import thaw
      trial = thaw.trial(lr=0.1, width=64, dropout=0.2)
      for epoch in trial.epochs(10):
          trial.report(accuracy=train(), loss=1)
      """;

  private static final String OPTIONS =
      """
      parser.add_argument('--lr', type=float, default=1e-3, help='the rate (of learning)')
      parser.add_argument("--batch-size", type=int, default=64)
      parser.add_argument("--optimizer", default="adam", choices=["sgd", "adam"])
      parser.add_argument("--epochs", type=int, default=20)
      parser.add_argument("--seed", type=int, default=1)
      parser.add_argument("--resume", action="store_true")
      """;

  private static StudySpec spec(String text, String metric) throws Exception {
    return SpecReader.read(
        FirstSpec.of("first", "", "train.py", ScriptReader.read(text), metric), "it", List.of());
  }

  @Test
  void defaultsOfATrialAreParametersAroundThem() throws Exception {
    ScriptReader.Script script = ScriptReader.read(SPEAKS);

    assertThat(script.speaks()).isTrue();
    assertThat(script.metric()).isEqualTo("accuracy");
    assertThat(script.parameters()).containsOnlyKeys("lr", "width", "dropout");
    StudySpec spec = spec(SPEAKS, "accuracy");
    assertThat(spec.space().defaults().asMap())
        .containsEntry("lr", 0.1)
        .containsEntry("width", 64L)
        .containsEntry("dropout", 0.2);
    assertThat(spec.objective().goal().name()).isEqualTo("MAXIMIZE");
  }

  @Test
  void optionsAreGivenToAScriptThatDoesNotSpeak() throws Exception {
    ScriptReader.Script script = ScriptReader.read(OPTIONS);

    assertThat(script.speaks()).isFalse();
    assertThat(script.epochs()).isEqualTo(20);
    assertThat(script.parameters()).containsOnlyKeys("lr", "batch_size", "optimizer");
    StudySpec spec = spec(OPTIONS, "loss");
    assertThat(spec.fidelity().max()).isEqualTo(20);
    assertThat(String.valueOf(spec.trainer().options().get("command")))
        .isEqualTo(
            "[python3, train.py, --lr, {lr}, --batch-size, {batch_size}, --optimizer,"
                + " {optimizer}]");
    assertThat(spec.space().defaults().asMap()).containsEntry("optimizer", "adam");
  }

  @Test
  void aScriptThatSaysNothingHasOneParameter() throws Exception {
    assertThat(spec("print(1)", "loss").space().names()).containsExactly("lr");
  }
}
