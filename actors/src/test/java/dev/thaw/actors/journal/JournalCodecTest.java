package dev.thaw.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Prior;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and states survive the way into the journal and back. */
final class JournalCodecTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

  private final JournalCodec codec = new JournalCodec();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyStateOfAStudySurvives(long seed) {
    SampleStudies.run(
        seed,
        (before, step, decision) -> {
          byte[] bytes = codec.encode(decision.after());

          StudyState copy = codec.decodeState(bytes);

          assertThat(copy).isEqualTo(decision.after());
          assertThat(codec.encode(copy)).isEqualTo(bytes);
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyRowOfAStudySurvives(long seed) {
    SampleStudies.run(
        seed,
        (before, step, decision) -> {
          var row = new Recorded(List.of(step, step));
          byte[] bytes = codec.encode(row);

          Recorded copy = codec.decode(bytes);

          assertThat(copy).isEqualTo(row);
          assertThat(codec.encode(copy)).isEqualTo(bytes);
        });
  }

  @Test
  void keepsEveryBitOfANumber() {
    double nan = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);

    var copy = (StudyEvent.EpochRecorded) event(new StudyEvent.EpochRecorded(1, 2, 3, nan, -0.0));

    assertThat(Double.doubleToRawLongBits(copy.value())).isEqualTo(0x7ff8_0000_dead_beefL);
    assertThat(Double.doubleToRawLongBits(copy.seconds())).isEqualTo(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05.000000001Z",
        "1969-12-31T23:59:59.999999999Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void keepsEveryNanosecond(String instant) {
    var deadline = new StudyEvent.DeadlineSet(Instant.parse(instant));

    assertThat(event(deadline)).isEqualTo(deadline);
  }

  @Test
  void writesMetricsInTheOrderOfTheirNames() throws Exception {
    var input =
        new StudyInput.EpochReported(
            AT, 0, 1, 1, 0.5, 2, Map.of("b", 1.0, "a", 2.0, "d", 3.0, "c", 4.0, "e", 5.0));

    assertThat(JournalCodec.json().writeValueAsString(input))
        .contains("{\"a\":2.0,\"b\":1.0,\"c\":4.0,\"d\":3.0,\"e\":5.0}");
  }

  @Test
  void configurationsOfAStateShareTheNamesOfTheSpace() {
    StudyState state = SampleStudies.run(1, (before, step, decision) -> {});

    StudyState copy = codec.decodeState(codec.encode(state));

    assertThat(copy.progress().trials().size()).isGreaterThan(1);
    for (int trial = 0; trial < copy.progress().trials().size(); trial++) {
      assertThat(copy.trial(trial).configuration().names()).isSameAs(copy.spec().space().names());
    }
  }

  @Test
  void keepsThePriorsOfASpace() {
    SearchSpace space =
        Samples.space()
            .withPriors(
                List.of(
                    Prior.of("dropout", 0.3, 0.1),
                    Prior.of("learning_rate", 0.01, 3)
                        .movingWith("width", 64, Prior.Rule.SQUARE_ROOT)));
    StudySpec spec = SampleStudies.spec(space);

    var opened = (StudyEvent.StudyOpened) event(new StudyEvent.StudyOpened(spec));

    assertThat(opened.spec().space()).isEqualTo(space);
  }

  @Test
  void keepsTheCatalogueAndThePriorsOfASpace() {
    SearchSpace box = Samples.space().withPriors(List.of(Prior.of("dropout", 0.3, 0.1)));
    SearchSpace space = box.restrictedTo(List.of(box.defaults()));

    var opened =
        (StudyEvent.StudyOpened) event(new StudyEvent.StudyOpened(SampleStudies.spec(space)));

    assertThat(opened.spec().space()).isEqualTo(space);
    assertThat(opened.spec().space().catalogue()).isPresent();
  }

  @Test
  void configurationsOfSeveralRowsShareTheirNames() {
    Configuration configuration = Samples.space().defaults();

    var first = (StudyEvent.TrialCreated) event(new StudyEvent.TrialCreated(0, configuration, 0));
    var second = (StudyEvent.TrialCreated) event(new StudyEvent.TrialCreated(1, configuration, 0));

    assertThat(first.configuration().names()).isSameAs(second.configuration().names());
  }

  @Test
  void keepsTheTypesAndTheOrderOfTheTrainersOptions() {
    StudySpec spec = SampleStudies.spec(1);

    var opened = (StudyEvent.StudyOpened) event(new StudyEvent.StudyOpened(spec));

    assertThat(opened.spec().trainer().options())
        .containsExactlyEntriesOf(spec.trainer().options());
  }

  @Test
  void refusesOptionsThatCannotBeReadBack() {
    StudySpec spec = SampleStudies.spec(1, Map.of("when", AT));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> event(new StudyEvent.StudyOpened(spec)))
        .withMessageContaining("option when (2026-01-02T03:04:05.123456789Z) of type Instant");
  }

  @Test
  void refusesBytesThatAreCutOff() {
    byte[] bytes = codec.encode(new Recorded(List.of(step(new StudyEvent.StudyTakenOver()))));

    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codec.decode(part))
          .withMessageContaining("must be a Recorded");
    }
  }

  @Test
  void refusesBytesThatGoOn() {
    byte[] bytes = codec.encode(new Recorded(List.of(step(new StudyEvent.StudyTakenOver()))));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void refusesAStateInThePlaceOfARow() {
    byte[] bytes = codec.encode(SampleStudies.run(1, (before, step, decision) -> {}));

    assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(bytes));
  }

  private StudyEvent event(StudyEvent event) {
    Recorded copy = codec.decode(codec.encode(new Recorded(List.of(step(event)))));
    return copy.steps().getFirst().events().getFirst();
  }

  private static Step step(StudyEvent event) {
    return new Step(new StudyInput.Recovered(AT), List.of(event));
  }
}
