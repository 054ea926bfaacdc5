package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrainingSession;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a library that owns the loop obeys the worker. Method: stand-ins with the hooks of the real
 * libraries, in the order in which those call them.
 */
class LibraryCallbacksTest {

  /** A library, the metric that the script reports, and the script. */
  enum Library {
    LIGHTNING(
        "val_loss",
        """
        import thaw
        from lightning.pytorch import Trainer

        class Module:
            weight = 1.0
            def training_step(self, batch, batch_idx):
                self.weight *= 1 - trial.lr

        trial = thaw.trial(lr=0.5)
        resume = trial.resume_from and trial.resume_from / "lightning.ckpt"
        trainer = Trainer(max_epochs=LIMIT, callbacks=[thaw.lightning_callback(trial SEALED)])
        trainer.fit(Module(), ckpt_path=resume)
        print("behind the library's loop")
        """),
    LIGHTNING_BY_STEPS(
        "val_loss",
        """
        import thaw
        from lightning.pytorch import Trainer

        class Module:
            weight = 1.0
            def training_step(self, batch, batch_idx):
                self.weight *= 1 - trial.lr

        trial = thaw.trial(lr=0.5)
        resume = trial.resume_from and trial.resume_from / "lightning.ckpt"
        callback = thaw.lightning_callback(trial, steps=2 SEALED)
        trainer = Trainer(max_epochs=-1, max_steps=2 * LIMIT, val_check_interval=2,
                          check_val_every_n_epoch=None, callbacks=[callback])
        trainer.fit(Module(), ckpt_path=resume)
        print("behind the library's loop")
        """),
    HUGGING_FACE(
        "eval_loss",
        """
        import thaw
        from transformers import Trainer, TrainerCallback, TrainingArguments

        class Model:
            weight = 1.0
            rate = property(lambda self: trial.lr)

        trial = thaw.trial(lr=0.5)
        args = TrainingArguments("out", eval_strategy="epoch", num_train_epochs=LIMIT)
        callback = thaw.huggingface_callback(trial SEALED)
        Trainer(Model(), args, [callback]).train(trial.resume_from)
        print("behind the library's loop")
        """),
    HUGGING_FACE_BY_STEPS(
        "eval_loss",
        """
        import thaw
        from transformers import Trainer, TrainerCallback, TrainingArguments

        class Model:
            weight = 1.0
            rate = property(lambda self: trial.lr)

        trial = thaw.trial(lr=0.5)
        args = TrainingArguments("out", eval_strategy="steps", eval_steps=2, max_steps=2 * LIMIT,
                                 eval_on_start=True)
        callback = thaw.huggingface_callback(trial SEALED)
        Trainer(Model(), args, [callback]).train(trial.resume_from)
        print("behind the library's loop")
        """),
    KERAS(
        "val_loss",
        """
        import keras, thaw

        trial = thaw.trial(lr=0.5)
        model = keras.Model(trial.lr)
        if trial.resume_from:
            model = keras.models.load_model(trial.resume_from / "model.keras")
        callback = thaw.keras_callback(trial SEALED)
        model.fit(callbacks=[callback], epochs=LIMIT, initial_epoch=trial.resume_epoch,
                  steps_per_epoch=2)
        print("behind the library's loop")
        """),
    XGBOOST(
        "valid_rmse",
        """
        import thaw, xgboost

        trial = thaw.trial(lr=0.5)
        resume = trial.resume_from and trial.resume_from / "model.json"
        callback = thaw.xgboost_callback(trial, rounds=2 SEALED)
        xgboost.train({"eta": trial.lr}, None, 2 * LIMIT, evals=[(None, "valid")],
                      xgb_model=resume, callbacks=[callback])
        print("behind the library's loop")
        """);

    final String metric;
    private final String script;

    Library(String metric, String script) {
      this.metric = metric;
      this.script = script;
    }

    String script(String sealed, int limit) {
      return script.replace(" SEALED", sealed).replace("LIMIT", Integer.toString(limit));
    }

    String script() {
      return script("", 1000);
    }
  }

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void createBench() throws Exception {
    Bench.needsPython();
    bench = new Bench(folder).with("env", Map.of("PYTHONPATH", standins().toString()));
  }

  private static Path standins() throws URISyntaxException {
    URL folder = LibraryCallbacksTest.class.getResource("/python/standins");
    return Path.of(Objects.requireNonNull(folder).toURI());
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Bench.children()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void trainsAsManyEpochsAsTheStudyWantsAndEndsTheLibrarysLoop(Library library) throws Exception {
    bench.python(library.script());

    try (TrainingSession session = bench.open()) {
      assertThat(loss(session, 1, library)).isEqualTo(Math.pow(0.75, 2));
      assertThat(loss(session, 2, library)).isEqualTo(Math.pow(0.75, 4));
    }

    assertThat(bench.log()).contains("behind the library's loop").doesNotContain("Traceback");
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromTheLibrarysOwnCheckpoint(Library library) throws Exception {
    bench.python(library.script());
    Path checkpoint = bench.newFolder("checkpoint");
    try (TrainingSession session = bench.open()) {
      loss(session, 1, library);
      loss(session, 2, library);
      session.save(checkpoint);
      assertThat(loss(session, 3, library)).isEqualTo(Math.pow(0.75, 6));
    }

    try (TrainingSession session = bench.open(new Checkpoint(checkpoint, 2))) {
      assertThat(loss(session, 3, library)).isEqualTo(Math.pow(0.75, 6));
    }
  }

  @ParameterizedTest
  @EnumSource
  void savesTwiceAndStopsRightBehindASave(Library library) throws Exception {
    bench.python(library.script());
    Path first = bench.newFolder("first");
    Path second = bench.newFolder("second");

    try (TrainingSession session = bench.open()) {
      loss(session, 1, library);
      session.save(first);
      session.save(second);
    }

    assertThat(first).isNotEmptyDirectory();
    assertThat(second).isNotEmptyDirectory();
    assertThat(bench.log()).contains("behind the library's loop").doesNotContain("Traceback");
  }

  @ParameterizedTest
  @EnumSource
  void reportsNothingIfItIsStoppedBeforeItsFirstEpoch(Library library) throws Exception {
    bench.python(library.script());

    bench.open().close();

    assertThat(bench.log()).contains("behind the library's loop").doesNotContain("Traceback");
  }

  @ParameterizedTest
  @EnumSource
  void failsWithAHintIfTheLibraryEndsByItself(Library library) throws Exception {
    bench.python(library.script("", 1));

    try (TrainingSession session = bench.open()) {
      loss(session, 1, library);
      assertThatThrownBy(() -> session.trainEpoch(2))
          .isInstanceOf(ScriptFailed.class)
          .hasMessageContaining("Maybe its loop ended by itself");
    }
  }

  @ParameterizedTest
  @EnumSource
  void sealsTheMetricsThatItIsToldTo(Library library) throws Exception {
    bench.python(library.script(", sealed=['%s']".formatted(library.metric), 1000));

    try (TrainingSession session = bench.open()) {
      if (library == Library.KERAS) {
        assertThat(session.trainEpoch(1).metrics()).containsOnlyKeys("loss");
      } else {
        assertThatThrownBy(() -> session.trainEpoch(1))
            .hasMessageContaining("trial.report() needs at least one metric");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysHowFarAnEpochIs(Library library) throws Exception {
    String begin = "trial = thaw.trial(lr=0.5)\n";
    bench.python(
        library
            .script()
            .replace(begin, begin + "trial.step = lambda progress: print('step', progress)\n"));

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
    }

    assertThat(bench.log()).contains("step 0.5");
  }

  @ParameterizedTest
  @EnumSource
  void runsAloneWithTheLibrarysOwnNumberOfEpochs(Library library) throws Exception {
    bench.python(library.script("", 3));
    ProcessBuilder builder = new ProcessBuilder("python3", "train.py").directory(folder.toFile());
    builder.environment().remove("THAW_SOCKET");
    builder.environment().put("PYTHONPATH", PythonModule.folder() + ":" + standins());
    Process script = builder.redirectErrorStream(true).start();

    String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output.lines())
        .satisfiesExactly(
            one -> assertThat(one).startsWith("epoch 1 ").contains(library.metric + "=0.25"),
            two -> assertThat(two).startsWith("epoch 2 ").contains(library.metric + "=0.0625"),
            three -> assertThat(three).startsWith("epoch 3 "),
            end -> assertThat(end).isEqualTo("behind the library's loop"));
    assertThat(script.waitFor()).isZero();
  }

  @Test
  void saysThatHuggingFaceMustEvaluate() throws Exception {
    bench.python(Library.HUGGING_FACE.script().replace("eval_strategy=\"epoch\", ", ""));

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .hasMessageContaining("must evaluate at each epoch's end")
          .hasMessageContaining("TrainingArguments(eval_strategy=\"epoch\")");
    }
  }

  @Test
  void saysThatLightningMustValidateWhenAUnitIsOver() throws Exception {
    for (String given : List.of("val_check_interval=3", "val_check_interval=1")) {
      bench.python(Library.LIGHTNING_BY_STEPS.script().replace("val_check_interval=2", given));

      try (TrainingSession session = bench.open()) {
        assertThatThrownBy(() -> session.trainEpoch(1))
            .hasMessageContaining("must validate every 2 batches")
            .hasMessageContaining("Trainer(val_check_interval=2, check_val_every_n_epoch=None)");
      }
    }
  }

  @Test
  void saysWhichLibraryIsMissing() throws Exception {
    bench.options.remove("env");
    bench.python("import thaw\nthaw.keras_callback(thaw.trial())");

    try (TrainingSession session = bench.open()) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .hasMessageContaining("cannot import keras or tensorflow.keras");
    }
  }

  private static double loss(TrainingSession session, int epoch, Library library) throws Exception {
    Double loss = session.trainEpoch(epoch).metrics().get(library.metric);
    return Objects.requireNonNull(loss);
  }
}
