package dev.thaw.benchmarks.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.TableOptions;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.core.curve.Goal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On 40 rows of 27 epochs whose ends lie far apart, and far from where they begin to differ. */
class StoppingRuleTest {

  private static final int ROWS = 40;
  private static final int EPOCHS = 27;

  @TempDir private Path temp;

  private CurveTable table;

  @BeforeEach
  void readTable() throws Exception {
    var configs = new StringBuilder("x\n");
    var curves = new StringBuilder("e1");
    for (int epoch = 2; epoch <= EPOCHS; epoch++) {
      curves.append(",e").append(epoch);
    }
    for (int row = 0; row < ROWS; row++) {
      configs.append(row).append('\n');
      curves.append('\n').append(2 + row);
      for (int epoch = 2; epoch <= EPOCHS; epoch++) {
        curves.append(',').append(1 + row + 1.0 / epoch);
      }
    }
    Files.writeString(temp.resolve("configs.csv"), configs);
    Files.writeString(temp.resolve("curves.csv"), curves.append('\n'));
    TableSource source = TableSource.find(temp.toString()).getFirst();
    table = TableReader.read(source, new TableOptions(Goal.MINIMIZE, 0, false));
  }

  @Test
  void withoutAChanceEveryTrialIsTrainedToTheEnd() {
    StoppingRule.Result full = new StoppingRule(table, 0, true).search(10, 1);

    assertThat(full.epochs()).isEqualTo(10 * EPOCHS);
    assertThat(full.trace().spent()).hasSizeGreaterThan(1);
  }

  @Test
  void stopsTrialsThatWillHardlyWinAndTriesMoreForTheSameEpochs() {
    StoppingRule.Result full = new StoppingRule(table, 0, false).search(20, 1);
    StoppingRule.Result stopped = new StoppingRule(table, 0.05, false).search(20, 1);

    assertThat(stopped.epochs()).isLessThan(full.epochs() / 2);
    assertThat(stopped.trace().at(20 * EPOCHS)).isLessThanOrEqualTo(full.trace().at(20 * EPOCHS));
  }

  @Test
  void theSameSeedTriesTheSameRowsAndAnotherOneOthers() {
    var rule = new StoppingRule(table, 0.05, true);

    assertThat(rule.rows(1)).isEqualTo(rule.rows(1)).isNotEqualTo(rule.rows(2));
  }
}
