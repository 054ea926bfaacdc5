package dev.thaw.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.curve.Goal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are read as they are meant, and what is wrong with one is said by name. */
final class TableReaderTest {

  @TempDir private Path folder;

  @Test
  void readsConfigurationsAndCurvesInOrder() throws Exception {
    CurveTable table =
        Tables.of(folder, Tables.MINIMISE, "config_id,e1,e2", "1,0.5,0.4", "2,0.3,0.2");

    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.epochs()).isEqualTo(2);
    assertThat(table.parameters()).containsExactly("x");
    assertThat(table.value(1, 0, 2)).isEqualTo(0.2);
    assertThat(table.seconds(1, 2)).isEqualTo(1);
  }

  @Test
  void scalesEveryHyperparameterByItsRank() throws Exception {
    Tables.write(folder, "configs.csv", "a,b,c,d", "1,0.1,no,", "1000,0.1,yes,7", "10,0.1,no,9");
    Tables.write(folder, "curves.csv", "e1", "1", "1", "1");

    CurveTable table = Tables.read(folder, Tables.MINIMISE);

    assertThat(table.place(0))
        .containsExactly(new double[] {1 / 6.0, 0.5, 1 / 3.0, 0.5}, within(1e-12));
    assertThat(table.place(1))
        .containsExactly(new double[] {5 / 6.0, 0.5, 5 / 6.0, 0.25}, within(1e-12));
    assertThat(table.place(2))
        .containsExactly(new double[] {0.5, 0.5, 1 / 3.0, 0.75}, within(1e-12));
  }

  @Test
  void tellsRowsWithTheSameHyperparametersApart() throws Exception {
    Tables.write(folder, "configs.csv", "x", "3", "3", "3");
    Tables.write(folder, "curves.csv", "e1", "1", "2", "3");

    CurveTable table = Tables.read(folder, Tables.MINIMISE);

    assertThat(table.place(0)).isNotEqualTo(table.place(1)).isNotEqualTo(table.place(2));
    assertThat(table.place(1)).isNotEqualTo(table.place(2));
    assertThat(table.place(2)[0]).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void readsGzippedFilesAndSkipsTheFirstEpochs() throws Exception {
    Tables.write(folder, "configs.csv.gz", "x", "1", "2");
    Tables.write(folder, "curves.csv.gz", "e0,e1,e2", "9,2,1", "9,4,3");

    CurveTable table = Tables.read(folder, new TableOptions(Goal.MINIMIZE, 1, false));

    assertThat(table.epochs()).isEqualTo(2);
    assertThat(table.value(0, 0, 1)).isEqualTo(2);
  }

  @Test
  void endsCurvesAtTheirEmptyCells() throws Exception {
    CurveTable table =
        Tables.of(folder, Tables.MINIMISE, "config_id,e1,e2,e3", "1,3,2,", "2,3,nan,1");

    assertThat(table.finalValue(0)).isEqualTo(2);
    assertThat(table.value(0, 0, 3)).isNaN();
    assertThat(table.value(1, 0, 2)).isNaN();
    assertThat(table.finalValue(1)).isEqualTo(1);
  }

  @Test
  void differencesRunningTotalsOverTheirMaximum() throws Exception {
    Tables.write(folder, "seconds.csv", "config_id,s0,s1,s2,s3", "1,2,5,4,7", "2,1,2,3,4");

    CurveTable table =
        Tables.of(
            folder,
            new TableOptions(Goal.MINIMIZE, 0, true),
            "config_id,e1,e2,e3",
            "1,3,2,1",
            "2,3,2,1");

    assertThat(table.seconds(0, 1)).isEqualTo(3);
    assertThat(table.seconds(0, 2)).as("a tenth of the mean").isEqualTo(0.1 * 7 / 4);
    assertThat(table.seconds(0, 3)).isEqualTo(2);
  }

  @Test
  void takesOneNumberForAllEpochsOfARow() throws Exception {
    Tables.write(folder, "seconds.csv", "config_id,s", "1,7", "2,3");

    CurveTable table = Tables.of(folder, Tables.MINIMISE, "config_id,e1,e2", "1,3,2", "2,3,2");

    assertThat(table.seconds(0, 2)).isEqualTo(7);
    assertThat(table.medianSeconds()).isEqualTo(5);
  }

  @Test
  void gathersReplicatesOfAConfiguration() throws Exception {
    CurveTable table =
        Tables.of(
            folder,
            new TableOptions(Goal.MAXIMIZE, 0, false),
            "config_id,seed,b1,b2",
            "1,0,1,2",
            "2,0,5,6",
            "1,1,3,4");

    assertThat(table.replicates(0)).isEqualTo(2);
    assertThat(table.replicates(1)).isEqualTo(1);
    assertThat(table.finalValue(0)).isEqualTo(3);
    assertThat(table.value(0, 1, 1)).isEqualTo(3);
  }

  @Test
  void measuresWhatScoresAreMeasuredBy() throws Exception {
    CurveTable table =
        Tables.of(
            folder,
            Tables.MINIMISE,
            "config_id,e1,e2",
            "1,0.5,0.6",
            "2,0.4,0.3",
            "3,0.9,0.8",
            "4,nan,nan");

    // Bests .5 .3 .8 and none, last values .6 .3 .8 and none.
    assertThat(table.facts().best()).isEqualTo(0.3);
    assertThat(table.facts().spread()).isCloseTo(0.65 - 0.3, within(1e-12));
    assertThat(table.facts().finalSpread()).isCloseTo(0.7 - 0.3, within(1e-12));
  }

  @Test
  void measuresByTheRowsThatHaveAValueIfMostHaveNone() throws Exception {
    CurveTable table =
        Tables.of(
            folder, Tables.MINIMISE, "config_id,e1", "1,0.5", "2,0.7", "3,nan", "4,nan", "5,nan");

    assertThat(table.facts().spread()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void refusesRowsInAnotherOrder() {
    assertThatThrownBy(() -> Tables.of(folder, Tables.MINIMISE, "config_id,e1", "2,0.5", "1,0.4"))
        .isInstanceOf(BadTableException.class)
        .hasMessageContainingAll("config_id (2)", "row 1", "must be 1", "Maybe sort both");
  }

  @Test
  void refusesATextAmongTheValues() {
    assertThatThrownBy(() -> Tables.of(folder, Tables.MINIMISE, "config_id,e1", "1,high", "2,1"))
        .hasMessageContainingAll("row 1", "e1", "(high)", "must be a number");
  }

  @Test
  void refusesToSkipTheWholeCurve() {
    assertThatThrownBy(
            () ->
                Tables.of(
                    folder,
                    new TableOptions(Goal.MINIMIZE, 1, false),
                    "config_id,e1",
                    "1,1",
                    "2,2"))
        .hasMessageContainingAll("skip (1)", "1 epochs");
  }

  @Test
  void refusesAFolderWithoutCurves() throws IOException {
    Tables.write(folder, "configs.csv", "x", "1");

    assertThatThrownBy(() -> Tables.read(folder, Tables.MINIMISE))
        .hasMessageContainingAll("configs.csv and curves.csv", "Maybe --table");
  }

  @Test
  void findsManyTablesAndTheSecondsOfEach() throws Exception {
    Tables.write(folder, "configs.csv", "x", "1");
    Tables.write(folder, "one.csv.gz", "e1", "1");
    Tables.write(folder, "two.csv.gz", "e1", "1");
    Tables.write(folder, "7_two.time.csv", "s", "1");

    var found =
        TableSource.find("%1$s/configs.csv,%1$s/*.csv.gz,%1$s/*_{}.time.csv".formatted(folder));

    assertThat(found).extracting(TableSource::name).containsExactly("one", "two");
    assertThat(found)
        .extracting(TableSource::seconds)
        .containsExactly(null, folder.resolve("7_two.time.csv"));
  }
}
