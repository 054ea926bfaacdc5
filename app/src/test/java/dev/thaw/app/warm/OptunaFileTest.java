package dev.thaw.app.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storages that the sqlite3 of Python writes, with the tables of Optuna. */
final class OptunaFileTest {

  private static final String SPEC =
      """
      study: small
      objective: {metric: loss, goal: minimize}
      parameters:
        rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
        layers: {type: integer, min: 1, max: 8, default: 2}
        optimizer: {type: categorical, values: [sgd, adam], default: sgd}
      fidelity: {max: 9}
      trainer: {name: mlp}
      budget: {trials: 12}
      """;

  /** The tables as SQLAlchemy creates them for Optuna, those that are read. */
  private static final String TABLES =
      """
      import sqlite3, sys
      d = sqlite3.connect(sys.argv[1])
      d.executescript('''
      CREATE TABLE studies (
        study_id INTEGER NOT NULL,
        study_name VARCHAR(512) NOT NULL,
        PRIMARY KEY (study_id)
      );
      CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
      CREATE TABLE version_info (
        version_info_id INTEGER NOT NULL, schema_version INTEGER, library_version VARCHAR(256),
        PRIMARY KEY (version_info_id), CHECK (version_info_id=1)
      );
      CREATE TABLE study_directions (
        study_direction_id INTEGER NOT NULL, direction VARCHAR(8) NOT NULL,
        study_id INTEGER NOT NULL, objective INTEGER NOT NULL,
        PRIMARY KEY (study_direction_id), UNIQUE (study_id, objective),
        FOREIGN KEY(study_id) REFERENCES studies (study_id)
      );
      CREATE TABLE trials (
        trial_id INTEGER NOT NULL, number INTEGER, study_id INTEGER, state VARCHAR(8) NOT NULL,
        datetime_start DATETIME, datetime_complete DATETIME,
        PRIMARY KEY (trial_id), FOREIGN KEY(study_id) REFERENCES studies (study_id)
      );
      CREATE TABLE trial_params (
        param_id INTEGER NOT NULL, trial_id INTEGER, param_name VARCHAR(512),
        param_value FLOAT, distribution_json TEXT,
        PRIMARY KEY (param_id), UNIQUE (trial_id, param_name),
        FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
      );
      CREATE TABLE trial_values (
        trial_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, objective INTEGER NOT NULL,
        value FLOAT, value_type VARCHAR(7) NOT NULL,
        PRIMARY KEY (trial_value_id), UNIQUE (trial_id, objective)
      );
      CREATE TABLE trial_intermediate_values (
        trial_intermediate_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL,
        step INTEGER NOT NULL, intermediate_value FLOAT,
        intermediate_value_type VARCHAR(7) NOT NULL,
        PRIMARY KEY (trial_intermediate_value_id), UNIQUE (trial_id, step)
      );
      INSERT INTO version_info VALUES (1, 12, '4.0.0');
      ''')
      def study(i, name, *directions):
          d.execute('insert into studies values (?,?)', (i, name))
          for n, one in enumerate(directions):
              d.execute('insert into study_directions values (null,?,?,?)', (one, i, n))
      REAL = '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}'
      WHOLE = '{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 8}}'
      CHOICE = '{"name": "CategoricalDistribution", "attributes": {"choices": ["sgd", "adam"]}}'
      def trial(i, study, state, rate, layers, optimizer, value=None, reports=(), kind='FINITE', pad=''):
          d.execute('insert into trials values (?,?,?,?,null,null)', (i, i, study, state))
          for name, v, dist in [('rate', rate, REAL), ('layers', layers, WHOLE), ('optimizer', optimizer, CHOICE)]:
              d.execute('insert into trial_params values (null,?,?,?,?)', (i, name, v, dist + pad))
          if value is not None or kind != 'FINITE':
              d.execute('insert into trial_values values (null,?,0,?,?)', (i, value, kind))
          for s, v in enumerate(reports):
              d.execute("insert into trial_intermediate_values values (null,?,?,?,'FINITE')", (i, s, v))
      """;

  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init")
  private static StudySpec spec;

  @BeforeAll
  static void readSpec() throws Exception {
    spec = SpecReader.read(SPEC, "study.yaml", List.of());
  }

  private Path storage(String script) throws Exception {
    Path database = temp.resolve("study.db");
    Path python = Files.writeString(temp.resolve("make.py"), TABLES + script + "\nd.commit()\n");
    Process process;
    try {
      process =
          new ProcessBuilder("python3", python.toString(), database.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException none) {
      assumeTrue(false, "there is no python3");
      throw none;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return database;
  }

  private static Found read(Path file, @Nullable String study) throws Exception {
    return OptunaFile.read(file, study, spec, null);
  }

  @Test
  void trialsHaveTheirParametersAndCompletedOnesTheirValues() throws Exception {
    Path file =
        storage(
            """
            study(1, 'first', 'MINIMIZE')
            trial(1, 1, 'COMPLETE', 0.02, 3, 1, 0.5, (0.9, 0.8, 0.5))
            trial(2, 1, 'PRUNED', 0.5, 2, 0, 0.7, (0.8, 0.7))
            trial(3, 1, 'FAIL', 0.5, 1, 0)
            trial(4, 1, 'COMPLETE', 1, 8, 0, None, (), 'INF_POS')
            """);

    Found found = read(file, null);

    assertThat(found.name()).isEqualTo("first");
    assertThat(found.goal()).isEqualTo(Goal.MINIMIZE);
    assertThat(found.rows())
        .containsExactly(
            new Found.Row(Map.of("rate", 0.02, "layers", 3L, "optimizer", "adam"), 0.5, 3),
            new Found.Row(Map.of("rate", 0.5, "layers", 2L, "optimizer", "sgd"), 0.7, 2),
            new Found.Row(Map.of("rate", 0.5, "layers", 1L, "optimizer", "sgd"), Double.NaN, 0),
            new Found.Row(Map.of("rate", 1.0, "layers", 8L, "optimizer", "sgd"), Double.NaN, 3));
  }

  @Test
  void aStudyIsBegunWithIt() throws Exception {
    Path file =
        storage(
            """
            study(1, 'first', 'MINIMIZE')
            study(2, 'second', 'MINIMIZE')
            trial(1, 1, 'COMPLETE', 0.02, 3, 1, 0.5)
            trial(2, 2, 'COMPLETE', 0.03, 4, 0, 0.6)
            """);

    WarmStarts.Warmed warmed =
        new WarmStarts(List.of(Path.of(file + "#second")), 3, null, false)
            .into(spec, OptunaFileTest::none);

    assertThat(warmed.lines()).containsExactly("second: 1 of 1 results fit.");
    assertThat(warmed.spec().known())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.value()).isEqualTo(0.6);
              assertThat(one.configuration().asMap())
                  .isEqualTo(Map.of("rate", 0.03, "layers", 4L, "optimizer", "sgd"));
            });
  }

  private static StudyState none(Path folder) throws IOException {
    throw new IOException("no study in " + folder);
  }

  @Test
  void manyTrialsTakeManyPagesAndLongTextsOnesOfTheirOwn() throws Exception {
    Path file =
        storage(
            """
            study(1, 'first', 'MAXIMIZE')
            for i in range(1, 1001):
                trial(i, 1, 'COMPLETE', i / 1000, 1 + i % 8, i % 2, float(-i), (), 'FINITE', ' ' * (9000 if i % 500 == 0 else 0))
            """);

    List<Found.Row> rows = read(file, null).rows();

    assertThat(rows).hasSize(1_000);
    for (int i = 1; i <= 1_000; i++) {
      assertThat(rows.get(i - 1))
          .isEqualTo(
              new Found.Row(
                  Map.of(
                      "rate",
                      i / 1_000.0,
                      "layers",
                      1L + i % 8,
                      "optimizer",
                      i % 2 == 0 ? "sgd" : "adam"),
                  -i,
                  0));
    }
  }

  @Test
  void theGoalOfTheStorageMustBeThatOfTheStudy() throws Exception {
    Path file =
        storage(
            """
            study(1, 'first', 'MAXIMIZE')
            trial(1, 1, 'COMPLETE', 0.02, 3, 1, 0.5)
            """);
    var starts = new WarmStarts(List.of(file), 3, null, false);

    assertThatThrownBy(() -> starts.into(spec, OptunaFileTest::none))
        .isInstanceOf(BadSourceException.class)
        .hasMessageContaining("has the goal maximize")
        .hasMessageContaining("Maybe --warm-flip");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          study(1, 'a', 'MINIMIZE'); study(2, 'b', 'MINIMIZE') | - | must name one of its studies: a, b.
          study(1, 'a', 'MINIMIZE')                            | x | #x) must name one of its studies: a.
          study(1, 'a', 'MINIMIZE', 'MAXIMIZE')                | - | a study of one objective, and a has 2.
          pass                                                 | - | must hold a study, and holds none.
          d.execute('drop table trial_params')                 | - | has no table trial_params.
          """)
  void whatIsNotClearIsRefusedInWords(String script, @Nullable String study, String words)
      throws Exception {
    Path file = storage(script);

    assertThatThrownBy(() -> read(file, study))
        .isInstanceOf(BadSourceException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aDatabaseThatIsBeingWrittenIsLeftAlone() throws Exception {
    Path file = storage("study(1, 'a', 'MINIMIZE')");
    Files.writeString(temp.resolve("study.db-wal"), "x");

    assertThatThrownBy(() -> read(file, null))
        .isInstanceOf(BadSourceException.class)
        .hasMessageContaining("is in use, or was not closed: study.db-wal lies beside it");
  }

  @Test
  void aTornDatabaseIsRefusedWhereverItEnds() throws Exception {
    byte[] whole = Files.readAllBytes(storage("study(1, 'a', 'MINIMIZE')"));
    for (int length = 16; length < whole.length; length += whole.length / 11) {
      Path torn = Files.write(temp.resolve("torn.db"), Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> read(torn, null))
          .isInstanceOf(BadSourceException.class)
          .hasMessageContaining("is not an SQLite database that can be read");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1", "2", "3"})
  void aDamagedDatabaseIsReadOrRefusedAndNeverCrashes(long seed) throws Exception {
    byte[] whole =
        Files.readAllBytes(
            storage("study(1, 'a', 'MINIMIZE'); trial(1, 1, 'COMPLETE', 0.02, 3, 1, 0.5)"));
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 8; i++) {
        damaged[random.nextInt(16, damaged.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(temp.resolve("damaged.db"), damaged);
      try {
        assertThat(read(file, null).name()).isNotNull();
      } catch (BadSourceException refused) {
        assertThat(refused).hasMessageContaining("damaged.db");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {10, 0xFF})
  void aDatabaseOfWhichAnyByteIsDamagedNeverCrashes(int wrong) throws Exception {
    byte[] whole =
        Files.readAllBytes(
            storage("study(1, 'a', 'MINIMIZE'); trial(1, 1, 'COMPLETE', 0.02, 3, 1, 0.5)"));
    int refusals = 0;
    for (int at = 100; at < whole.length; at++) {
      if (whole[at] != 0) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) wrong;
        Path file = Files.write(temp.resolve("damaged.db"), damaged);
        try {
          assertThat(read(file, null).name()).isNotNull();
        } catch (BadSourceException refused) {
          refusals++;
        }
      }
    }

    assertThat(refusals).isPositive();
  }
}
