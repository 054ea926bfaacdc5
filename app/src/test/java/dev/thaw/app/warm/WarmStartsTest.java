package dev.thaw.app.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.export.ExportedStudy;
import dev.thaw.app.export.TrialCsv;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.WarmStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from real files, what of it fits, and what is refused. */
class WarmStartsTest {

  private static final String SPEC =
      """
      study: small
      objective: {metric: loss, goal: minimize}
      parameters:
        rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
        layers: {type: integer, min: 1, max: 8, default: 2}
        optimizer: {type: categorical, values: [sgd, adam], default: sgd}
        momentum: {type: real, min: 0, max: 0.99, default: 0.5, when: {optimizer: [sgd]}}
      constraints: ['layers < 8 or rate < 0.1']
      fidelity: {max: 9}
      trainer: {name: mlp}
      budget: {trials: 12}
      """;

  @TempDir private Path temp;

  private static StudySpec spec() throws Exception {
    return SpecReader.read(SPEC, "study.yaml", List.of());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("old.csv"), text);
  }

  private static WarmStarts.Warmed warmed(Path source, @Nullable String metric, boolean flip)
      throws Exception {
    return new WarmStarts(List.of(source), 3, metric, flip).into(spec(), WarmStartsTest::none);
  }

  private static StudyState none(Path folder) throws IOException {
    throw new IOException("no study in " + folder);
  }

  private static List<KnownResult> known(StudySpec spec) {
    return Objects.requireNonNull(spec.known());
  }

  private static List<Map<String, Object>> configurations(StudySpec spec) {
    return known(spec).stream().map(one -> one.configuration().asMap()).toList();
  }

  @Test
  void whatAForkReachedIsNotDueToItsConfigurationAlone() throws Exception {
    Path csv =
        file(
            """
            trial,params_rate,value,epochs,parent,forked_at
            0,0.5,0.4,9,,
            1,0.01,0.3,9,0,3
            """);

    StudySpec spec = warmed(csv, null, false).spec();

    assertThat(configurations(spec)).singleElement().asString().contains("rate=0.5");
  }

  @Test
  void aCsvNamesItsColumnsAsTheStudyDoes() throws Exception {
    Path csv =
        file(
            """
            rate,layers,optimizer,momentum,loss,epochs
            0.02,3,adam,,0.5,9
            0.03,2.0,sgd,0.9,0.4,9
            """);

    StudySpec warm = warmed(csv, null, false).spec();

    assertThat(configurations(warm))
        .containsExactly(
            Map.of("rate", 0.03, "layers", 2L, "optimizer", "sgd", "momentum", 0.9),
            Map.of("rate", 0.02, "layers", 3L, "optimizer", "adam"));
    assertThat(known(warm)).extracting(KnownResult::value).containsExactly(0.4, 0.5);
    assertThat(known(warm)).extracting(KnownResult::epochs).containsOnly(9);
    assertThat(warm.suggestion().listed(0)).isPresent();
  }

  @Test
  void whatOptunaWritesIsReadAsItIs() throws Exception {
    Path csv =
        file(
            """
            ,number,value,datetime_start,params_rate,params_layers,params_optimizer,params_x,state
            0,0,0.5,2025-01-01 10:00:00,0.02,3,adam,1,COMPLETE
            1,1,,2025-01-01 10:01:00,0.03,2,sgd,2,FAIL
            2,2,0.9,2025-01-01 10:02:00,0.04,2,sgd,2,PRUNED
            3,3,0.6,2025-01-01 10:03:00,0.05,2,sgd,2,COMPLETE
            """);

    WarmStarts.Warmed warmed = warmed(csv, null, false);

    assertThat(warmed.lines())
        .containsExactly(
            "old: 2 of 4 results fit; 2 have no value; momentum is missing in 1 (default);"
                + " left out: x. value is taken as loss (minimize).");
    assertThat(configurations(warmed.spec()))
        .containsExactly(
            Map.of("rate", 0.02, "layers", 3L, "optimizer", "adam"),
            Map.of("rate", 0.05, "layers", 2L, "optimizer", "sgd", "momentum", 0.5));
  }

  @Test
  void whatThawExportsIsWhatItsFolderWouldSay() throws Exception {
    StudyState old = VirtualStudy.finished(Specs.accuracy(3, 12));
    StudySpec next = Specs.accuracy(4, 12);
    var table = new StringBuilder();
    TrialCsv.write(ExportedStudy.of(old), table);

    StudySpec fromFile =
        new WarmStarts(List.of(file(table.toString())), 3, null, false)
            .into(next, WarmStartsTest::none)
            .spec();

    StudySpec fromFolder =
        new WarmStarts(List.of(temp), 3, null, false).into(next, folder -> old).spec();
    assertThat(known(fromFile)).isNotEmpty();
    assertThat(known(fromFile))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
        .isEqualTo(known(fromFolder));
  }

  @Test
  void saysWhatDoesNotFit() throws Exception {
    Path csv =
        file(
            """
            rate,layers,optimizer,loss
            0.02,3,adam,0.5
            5,3,adam,0.5
            7,9,adam,0.5
            0.02,9,adam,0.5
            0.02,3,lion,0.5
            0.5,8,adam,0.5
            0.5,8,adam,nan
            """);

    assertThat(warmed(csv, null, false).lines())
        .containsExactly(
            "old: 1 of 7 results fit; 2 lie outside rate; 1 lie outside layers; 1 lie outside"
                + " optimizer; 1 break a constraint; 1 have no value. loss is taken as loss"
                + " (minimize).");
  }

  @Test
  void valuesOfTheOppositeGoalAreNegatedIfThatIsAskedFor() throws Exception {
    Path csv = file("rate,accuracy\n0.1,0.7\n0.2,0.9\n");

    WarmStarts.Warmed warmed = warmed(csv, "accuracy", true);

    assertThat(known(warmed.spec())).extracting(KnownResult::value).containsExactly(-0.9, -0.7);
    assertThat(warmed.lines().getFirst())
        .endsWith("accuracy is taken as loss (minimize, negated).");
  }

  @Test
  void aStudysFolderGivesTheLastValueOfEachTrial() throws Exception {
    StudyState old = VirtualStudy.finished(Specs.accuracy(1, 12));
    StudySpec next = Specs.accuracy(2, 12);

    StudySpec warm = new WarmStarts(List.of(temp), 2, null, false).into(next, folder -> old).spec();

    assertThat(known(warm)).hasSizeGreaterThan(5);
    for (KnownResult one : known(warm)) {
      assertThat(old.progress().trials())
          .anyMatch(
              trial ->
                  trial.epochs() == one.epochs()
                      && trial.curve().value(trial.epochs()) == one.value()
                      && trial.configuration().equals(one.configuration()));
    }
  }

  @Test
  void afterThatTheSpecNeedsNoFile() throws Exception {
    Path csv = file("rate,loss\n0.1,0.7\n0.2,0.9\n");
    StudySpec warm = warmed(csv, null, false).spec();
    Files.delete(csv);

    assertThat(SpecReader.read(SpecJson.text(warm), "study.json", List.of())).isEqualTo(warm);
  }

  @Test
  void whatTheSpecKnowsAlreadyIsKept() throws Exception {
    StudySpec before = warmed(file("rate,loss\n0.1,0.7\n"), null, false).spec();
    Path more = file("rate,loss\n0.2,0.9\n");

    StudySpec warm =
        new WarmStarts(List.of(more), 3, null, false).into(before, WarmStartsTest::none).spec();

    assertThat(known(warm)).extracting(KnownResult::value).containsExactly(0.7, 0.9);
    assertThat(WarmStart.asBegun(before, warm)).isEqualTo(warm);
  }

  @Test
  void theMarkThatExcelBeginsAFileWithIsNoPartOfTheFirstColumn() throws Exception {
    StudySpec warm = warmed(file("\uFEFFrate,loss\n0.1,0.7\n"), null, false).spec();

    assertThat(configurations(warm)).first().extracting(c -> c.get("rate")).isEqualTo(0.1);
  }

  @Test
  void twoSourcesOfOneNameAreKeptApart() throws Exception {
    Path csv = file("rate,loss\n0.1,0.7\n");

    StudySpec warm =
        new WarmStarts(List.of(csv, csv), 3, null, false).into(spec(), WarmStartsTest::none).spec();

    assertThat(known(warm)).extracting(KnownResult::source).containsExactly("old", "old-2");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'rate,loss\\n"
            + "5,1\\n"
            + "' | must hold a result that fits this study: 0 of 1 results fit; 1 lie outside rate."
            + " | Maybe widen rate",
        "'speed,loss\\n"
            + "5,1\\n"
            + "' | (columns speed, loss) must have a column for a parameter | Maybe rename some",
        "'rate,error\\n"
            + "0.1,1\\n"
            + "' | (columns rate, error) must have a column loss or value. | Maybe name it:"
            + " --warm-metric COLUMN.",
        "'rate,loss\\n0.1,good\\n' | loss (good) of row 1 must be a number | --warm-metric COLUMN.",
        "'rate,loss\\n0.1\\n' | row 1 (1 columns) must have the 2 columns of the header. | row 1",
        "'trial,epoch,value,seconds,status,bracket\\n"
            + "1,1,1,1,paused,0\\n"
            + "' | which do not say the configurations. | Maybe what thaw export --format table"
            + " writes",
      })
  void refusesAFileThatSaysNothing(String text, String message, String advice) throws Exception {
    Path csv = file(text.replace("\\n", "\n"));

    assertThatThrownBy(() -> warmed(csv, null, false))
        .isInstanceOf(BadSourceException.class)
        .hasMessageContainingAll(csv.toString(), message, advice);
  }

  @ParameterizedTest(name = "metric {0}, flip {1}")
  @CsvSource({
    ",false,has the metric accuracy which must be loss",
    "accuracy,false,the goal maximize and the study minimize: they must be the same",
  })
  void refusesAStudyOfAnotherMetricOrGoal(@Nullable String metric, boolean flip, String message)
      throws Exception {
    StudyState old = VirtualStudy.finished(Specs.accuracy(1, 3));
    StudySpec spec = spec();

    assertThatThrownBy(
            () -> new WarmStarts(List.of(temp), 3, metric, flip).into(spec, folder -> old))
        .isInstanceOf(BadSourceException.class)
        .extracting(refused -> String.valueOf(refused.getMessage()).replace(",", ""))
        .asString()
        .contains(message, "\nMaybe --warm-");
  }

  @Test
  void refusesToFlipWhatHasTheSameGoal() throws Exception {
    StudyState old = VirtualStudy.finished(Specs.accuracy(1, 3));

    assertThatThrownBy(
            () ->
                new WarmStarts(List.of(temp), 3, null, true)
                    .into(Specs.accuracy(2, 3), folder -> old))
        .hasMessageContaining(
            "they must be opposite for --warm-flip.\nMaybe leave --warm-flip out.");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> warmed(temp.resolve("gone.csv"), null, false))
        .hasMessageContaining("gone.csv) must be the folder of a study or a file");
  }
}
