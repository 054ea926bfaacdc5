package dev.thaw.app.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(script.metrics()).extracting(ScriptReader.Metric::name).containsExactly("accuracy");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "print(f'epoch {e}: loss={loss:.3f} val_loss={v}') | val_loss, loss | val_loss=0.25",
        "print('train_loss', a, 'accuracy', b) | accuracy, train_loss | train_loss 1 accuracy 0.25",
        "print('Val Loss: %.3f' % loss.item()) | val_loss | Val Loss: 0.25",
        "logger.info('auc: {}'.format(auc(x, y))) | auc | auc: 0.25",
        "print('loss: ' + str(loss)) | loss | loss: 0.25",
        "print(f'{loss:.3f}', file=log) | `` | ``",
        "loss = criterion(out, y); print('ready') | `` | ``"
      })
  void whatIsPrintedIsAMetricAndThatOfOtherDataComesFirst(
      String script, String names, String printed) throws Exception {
    List<ScriptReader.Metric> metrics = ScriptReader.read(OPTIONS + script).metrics();

    assertThat(metrics.stream().map(ScriptReader.Metric::name).collect(Collectors.joining(", ")))
        .isEqualTo(names);
    if (!metrics.isEmpty()) {
      String name = metrics.getFirst().name();
      Map<?, ?> patterns =
          (Map<?, ?>)
              Objects.requireNonNull(
                  spec(OPTIONS + script, name).trainer().options().get("metrics"));
      Matcher found = Pattern.compile(String.valueOf(patterns.get(name))).matcher(printed);
      assertThat(found.find()).isTrue();
      assertThat(found.group(1)).isEqualTo("0.25");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for epoch in range(20): | 20",
        "for epoch in range(1, 21): | 20",
        "NUM_EPOCHS = 12  # enough | 12",
        "print(cross_val_score(model, x, y)) | 1",
        "for epoch in range(n): |"
      })
  void howLongItTrainsIsReadFromItsLoopOrItsConstants(String line, @Nullable Integer epochs) {
    assertThat(ScriptReader.read(line + "\n").epochs()).isEqualTo(epochs);
  }

  @Test
  void whatHasNoEpochsIsAStudyOfOneValue() throws Exception {
    StudySpec spec = spec("p.add_argument('--C', type=float, default=1.0)\n", "accuracy");

    assertThat(spec.fidelity().max()).isEqualTo(1);
  }

  @Test
  void numbersWithNamesAreNoParametersYet() {
    ScriptReader.Script script = ScriptReader.read("lr = 0.1\nwidth = 32  # units\nseed = 3\n");

    assertThat(script.parameters()).isEmpty();
    assertThat(script.constants())
        .containsExactly(Map.entry("lr", "0.1"), Map.entry("width", "32"));
  }
}
