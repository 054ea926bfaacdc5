package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrainingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a trial is frozen in the middle of a pass over its data, and nobody can tell. Method: the
 * curve of an uninterrupted session against that of sessions which hand over behind each unit.
 */
class UnitsOfStepsTest {

  /** Ten batches a pass, shuffled by its number; noise comes from the module random. */
  private static final String SCRIPT =
      """
      import json, random, thaw

      class Loader:
          reads = 0
          def set_epoch(self, number):
              self.number = number
          def __iter__(self):
              return self.behind(0)
          def behind(self, n):
              order = list(range(10))
              random.Random(self.number).shuffle(order)
              for index in order[n:]:
                  Loader.reads += 1
                  yield index + random.random()

      trial = thaw.trial(lr=0.25)
      weight = 0.0
      random.seed(trial.seed)
      if trial.resume_from:
          state = json.loads((trial.resume_from / "state").read_text())
          weight = state["weight"]
          random.setstate((3, tuple(state["random"]), None))
      def save(folder):
          state = {"weight": weight, "random": random.getstate()[1]}
          (folder / "state").write_text(json.dumps(state))
      trial.checkpoint(save)
      loader = Loader()
      for unit in trial.epochs():
          for batch in trial.batches(loader, UNIT):
              weight += trial.lr * (batch + random.random() - weight)
          place = trial.position
          trial.report(loss=weight, passes=place.passes, step=place.step, steps=place.steps,
                       tokens=place.tokens, reads=Loader.reads)
      """;

  private static final String TOKENS = "tokens=25, count=lambda batch: int(batch) + 1";

  private static final int UNITS = 7;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() {
    Bench.needsPython();
    bench = new Bench(folder);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps=4",
        "steps=25",
        TOKENS,
        "steps=4, skip=Loader.behind",
      })
  void frozenInTheMiddleOfAPassATrialHasTheCurveOfAnUninterruptedOne(String unit) throws Exception {
    bench.python(SCRIPT.replace("UNIT", unit));

    List<Map<String, Double>> whole = uninterrupted();
    List<Map<String, Double>> frozen = frozenBehindEachUnit();

    assertThat(withoutReads(frozen)).isEqualTo(withoutReads(whole));
    assertThat(whole).anySatisfy(metrics -> assertThat(metrics.get("step")).isBetween(1.0, 9.0));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 4, 4", "2, 0, 8, 8", "3, 1, 2, 12", "5, 1, 10, 20", "6, 2, 4, 24"})
  void saysWhereInTheDataItIs(int unit, double passes, double step, double steps) throws Exception {
    bench.python(SCRIPT.replace("UNIT", "steps=4"));

    assertThat(uninterrupted().get(unit - 1))
        .containsEntry("passes", passes)
        .containsEntry("step", step)
        .containsEntry("steps", steps);
  }

  @Test
  void readsTheBatchesBeforeItsPlaceOnceMore() throws Exception {
    bench.python(SCRIPT.replace("UNIT", "steps=4"));

    assertThat(uninterrupted()).extracting(metrics -> metrics.get("reads")).endsWith(24.0, 28.0);
    assertThat(frozenBehindEachUnit())
        .extracting(metrics -> metrics.get("reads"))
        .startsWith(4.0, 8.0, 12.0, 6.0, 10.0);
  }

  @Test
  void readsNothingTwiceIfItIsToldHowToSkip() throws Exception {
    bench.python(SCRIPT.replace("UNIT", "steps=4, skip=Loader.behind"));

    assertThat(frozenBehindEachUnit())
        .extracting(metrics -> metrics.get("reads"))
        .containsOnly(4.0);
  }

  @Test
  void unitsOfTokensDoNotDrift() throws Exception {
    bench.python(SCRIPT.replace("UNIT", TOKENS));

    List<Map<String, Double>> curve = uninterrupted();

    for (int unit = 1; unit <= UNITS; unit++) {
      // A batch has ten tokens at most, and is never cut.
      assertThat(curve.get(unit - 1).get("tokens")).isBetween(25.0 * unit, 25.0 * unit + 9);
    }
  }

  @Test
  void carriesItsPlaceThroughASessionThatTrainsNothing() throws Exception {
    bench.python(SCRIPT.replace("UNIT", "steps=4"));
    Path first = bench.newFolder("first");
    Path second = bench.newFolder("second");
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.save(first);
    }
    try (TrainingSession session = bench.open(new Checkpoint(first, 1))) {
      session.save(second);
    }

    assertThat(second.resolve("thaw-position.json"))
        .hasSameTextualContentAs(first.resolve("thaw-position.json"))
        .hasContent("{\"passes\": 0, \"step\": 4, \"steps\": 4, \"tokens\": 0}");
  }

  @Test
  void allRanksGoOnWhereTheFirstOneWas() throws Exception {
    bench.python(
        """
        import os, thaw
        trial = thaw.trial()
        trial.checkpoint(lambda folder: None)
        data = range(10)
        for unit in trial.epochs():
            batches = list(trial.batches(data, steps=7))
            open("meet", "r" if os.environ["RANK"] == "0" else "w").close()
            words = ["rank", os.environ["RANK"], "read", *map(str, batches)]
            os.write(1, (" ".join(words) + "\\n").encode())  # whole, as both write to one log
            trial.report(loss=1)
        """);
    bench.shell(
        """
        RANK=1 python3 train.py & second=$!
        RANK=0 python3 train.py; first=$?
        wait $second && exit $first
        """);
    var meet = new ProcessBuilder("mkfifo", folder.resolve("meet").toString());
    assertThat(meet.start().waitFor()).isZero();
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.save(checkpoint);
    }
    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, 1))) {
      session.trainEpoch(2);
    }

    for (int rank = 0; rank < 2; rank++) {
      assertThat(bench.log())
          .contains("rank %d read 0 1 2 3 4 5 6\n".formatted(rank))
          .contains("rank %d read 7 8 9 0 1 2 3\n".formatted(rank));
    }
  }

  @Test
  void readsALoaderThatIsMadeForEachPass() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        seen = []
        for unit in trial.epochs():
            for batch in trial.batches(lambda number: iter([number, number]), steps=3):
                seen.append(batch)
            trial.report(last=seen[-1], count=len(seen))
        """);

    assertThat(uninterrupted())
        .extracting(metrics -> metrics.get("last"))
        .containsExactly(1.0, 2.0, 4.0, 5.0, 7.0, 8.0, 10.0);
  }

  @Test
  void stepsByItself() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        trial.step = lambda progress: print("step", progress)
        for unit in trial.epochs():
            for batch in trial.batches([1, 2, 3], steps=4):
                pass
            trial.report(loss=1)
        """);

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
    }

    assertThat(bench.log()).contains("step 0.25\nstep 0.5\nstep 0.75\nstep 1.0\n");
  }

  @Test
  void aBrokenUnitGoesOnBehindTheBatchThatBrokeIt() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for unit in trial.epochs():
            for batch in trial.batches(range(100), steps=4):
                if batch == 1:
                    break
            trial.report(batch=batch)
        """
            .replace("range(100)", "data")
            .replace("trial = ", "data = range(100)\ntrial = "));

    assertThat(uninterrupted())
        .extracting(metrics -> metrics.get("batch"))
        .startsWith(1.0, 5.0, 9.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data                                 | needs either steps=",
        "data, steps=2, tokens=3              | needs either steps=",
        "data, tokens=3                       | needs either steps=",
        "data, steps=0                        | must be 1 or more",
        "iter(range(3)), steps=4              | Maybe it can be iterated only once",
        "lambda number: [], steps=4           | the loader has no batch in pass 0",
        "shuffled, steps=4                    | generator=torch.Generator()",
      })
  void saysWhatIsWrong(String arguments, String message) throws Exception {
    bench.python(
        """
        import thaw
        class RandomSampler:
            generator = None
        class DataLoader:
            sampler = RandomSampler()
            generator = None
            def __iter__(self):
                return iter(range(10))
        data, shuffled = range(10), DataLoader()
        trial = thaw.trial()
        for unit in trial.epochs():
            for batch in trial.batches(ARGUMENTS):
                pass
            trial.report(loss=1)
        """
            .replace("ARGUMENTS", arguments));

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1)).hasMessageContaining(message);
    }
  }

  @Test
  void refusesAnotherLoaderInTheMiddle() throws Exception {
    bench.python(
        """
        import thaw
        trial = thaw.trial()
        for unit in trial.epochs():
            for batch in trial.batches([1, 2, 3], steps=2):
                pass
            trial.report(loss=1)
        """);

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      assertThatThrownBy(() -> session.trainEpoch(2))
          .hasMessageContaining("keeps its place in one loader");
    }
  }

  @Test
  void refusesACheckpointThatDoesNotSayWhereItsDataWas() throws Exception {
    bench.python(SCRIPT.replace("UNIT", "steps=4"));
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
      session.save(checkpoint);
    }
    Files.delete(checkpoint.resolve("thaw-position.json"));

    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, 1))) {
      assertThatThrownBy(() -> session.trainEpoch(2))
          .hasMessageContaining("must say where its data was");
    }
  }

  @Test
  void seedsTheGeneratorOfALoaderByThePassAlone() throws Exception {
    bench.python(
        """
        import thaw
        class Generator:
            def manual_seed(self, seed):
                print("seed", seed, flush=True)
        class Loader:
            generator = Generator()
            def __iter__(self):
                return iter(range(2))
        trial, loader = thaw.trial(), Loader()
        for unit in trial.epochs():
            for batch in trial.batches(loader, steps=3):
                pass
            trial.report(loss=1)
        """);

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
    }

    assertThat(bench.log()).contains("seed 42\nseed 1000045\n").doesNotContain("2000048");
  }

  private List<Map<String, Double>> uninterrupted() throws Exception {
    List<Map<String, Double>> curve = new ArrayList<>();
    try (TrainingSession session = bench.open()) {
      for (int unit = 1; unit <= UNITS; unit++) {
        curve.add(session.trainEpoch(unit).metrics());
      }
    }
    return curve;
  }

  private List<Map<String, Double>> frozenBehindEachUnit() throws Exception {
    List<Map<String, Double>> curve = new ArrayList<>();
    Checkpoint last = null;
    for (int unit = 1; unit <= UNITS; unit++) {
      Path checkpoint = bench.newFolder("checkpoint-" + unit);
      try (TrainingSession session = bench.open(last)) {
        curve.add(session.trainEpoch(unit).metrics());
        session.save(checkpoint);
      }
      last = new Checkpoint(checkpoint, unit);
    }
    return curve;
  }

  private static List<Double> withoutReads(List<Map<String, Double>> curve) {
    return curve.stream().map(metrics -> Objects.requireNonNull(metrics.get("loss"))).toList();
  }
}
