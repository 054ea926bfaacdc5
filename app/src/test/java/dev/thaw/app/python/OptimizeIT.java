package dev.thaw.app.python;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search from within Python: the engine is a process of its own, and Python may die any time. */
final class OptimizeIT {

  /**
   * Descends to 1 by a rate; two trials at a time. By its argument it is interrupted or killed in
   * the middle of its tenth epoch.
   */
  private static final String SCRIPT =
      """
      import collections, itertools, json, os, signal, sys, threading
      import thaw

      signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
      count = itertools.count(1)
      resumed = []
      wrong = []

      def train(trial):
          x, done = 0.0, 0
          if trial.resume_from:
              x, done = json.loads((trial.resume_from / "x.json").read_text())
              resumed.append(trial.number)
          trial.checkpoint(lambda folder: (folder / "x.json").write_text(json.dumps([x, done])))
          for epoch in trial.epochs():
              if epoch != done + 1:
                  wrong.append((trial.number, epoch, done))
              if next(count) == 10 and sys.argv[1] != "end":
                  os.kill(os.getpid(), getattr(signal, sys.argv[1]))
              x, done = x + trial.rate * (1 - x), epoch
              trial.report(loss=(1 - x) ** 2)

      study = thaw.optimize(
          train,
          {"rate": thaw.real(1e-3, 0.9, log=True), "kind": thaw.choice("a", "b")},
          epochs=9,
          trials=20,
          slots=2,
          directory="found",
          scheduler={"name": "asha", "eta": 3},
      )
      said = {"complete": study.complete, "resumed": len(resumed), "wrong": wrong}
      if study.complete:
          said["best"] = study.best._asdict()
          said["trials"] = study.trials
          said["curves"] = study.curves
      print(json.dumps(said))
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void needsPython() {
    PythonRun.assumePython();
  }

  @Test
  void whatWasInterruptedAndKilledGoesOnFromItsCheckpoints() throws Exception {
    PythonRun interrupted = PythonRun.of(folder, SCRIPT, "SIGINT");

    assertThat(interrupted.exitCode()).as(interrupted.err()).isZero();
    assertThat(interrupted.err()).contains("the same call goes on");
    assertThat(json(interrupted).path("complete").asBoolean()).isFalse();

    PythonRun killed = PythonRun.of(folder, SCRIPT, "SIGKILL");

    assertThat(killed.exitCode()).as(killed.err()).isEqualTo(128 + 9);

    PythonRun ended = PythonRun.of(folder, SCRIPT, "end");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    JsonNode said = json(ended);
    assertThat(said.path("complete").asBoolean()).isTrue();
    assertThat(said.path("resumed").asInt()).as("thawed trials").isPositive();
    assertThat(said.path("wrong")).as("epochs that do not follow the checkpoint").isEmpty();
    assertThat(said.path("trials")).hasSize(20);
    double best = Double.POSITIVE_INFINITY;
    for (JsonNode trial : said.path("trials")) {
      assertThat(trial.path("status").asText()).isIn("paused", "completed");
      best = Math.min(best, trial.path("value").asDouble());
    }
    assertThat(said.path("best").path("value").asDouble()).isEqualTo(best);
    assertThat(said.path("curves").path("0")).isNotEmpty();
  }

  private static JsonNode json(PythonRun run) throws Exception {
    return new ObjectMapper().readTree(run.last());
  }

  @Test
  void aFunctionThatReturnsANumberIsEnough() throws Exception {
    PythonRun run =
        PythonRun.of(
            folder,
            """
            import thaw

            def square(trial):
                if trial.x < -4:
                    raise thaw.Infeasible("too low")
                return (trial.x - 2) ** 2

            study = thaw.optimize(square, {"x": thaw.real(-5, 5)}, trials=12, directory="s")
            assert study.best.value == (study.best.parameters["x"] - 2) ** 2, study.best
            assert study.summary["trials"]["started"] == 12, study.summary
            assert study.report().startswith("# square"), study.report()

            def broken(trial):
                raise KeyError("mine")

            try:
                thaw.optimize(broken, {"x": thaw.real(-5, 5)}, trials=4, directory="b")
            except KeyError:
                print("raised")
            """);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.last()).isEqualTo("raised");
  }
}
