package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Recommended;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.insight.Contender;
import dev.thaw.core.insight.Night;
import dev.thaw.core.insight.NightReader;
import dev.thaw.core.insight.Settling;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MorningReportTest {

  private static final Path DIRECTORY = Path.of("studies", "my study");

  private static MorningReport of(StudySpec spec, double failureRate) {
    var study = new VirtualStudy(spec, failureRate);
    StudyState end = study.runUntil(state -> false);
    var night = new NightReader();
    night.take(study.steps());
    return MorningReport.of(study.watched(), night.night(), end.lifecycle().lastAt(), DIRECTORY);
  }

  private static MorningReport guided() {
    return of(Specs.study("g", Goal.MINIMIZE, Specs.thaw(), Specs.trials(30), 3), 0.01);
  }

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void saysWhatSlotsDidInFiguresThatAddUp(long seed) {
    Bought bought =
        of(Specs.study("s", Goal.MINIMIZE, Specs.scheduler(seed), Specs.trials(40), seed), 0.02)
            .bought();

    assertThat(bought.offeredNanos()).isEqualTo(bought.idleNanos() + bought.leasedNanos().total());
    assertThat(bought.offeredTicks()).isEqualTo(bought.idleTicks() + bought.leased().total());
    for (List<Bought.Part> rows : List.of(bought.byBracket(), bought.byOutcome())) {
      addUp(rows, bought.leased(), Bought.Part::starting);
      addUp(rows, bought.leased(), Bought.Part::training);
      addUp(rows, bought.leased(), Bought.Part::retraining);
      addUp(rows, bought.leased(), Bought.Part::other);
      addUp(rows, bought.leased(), Bought.Part::total);
      addUp(rows, bought.leased(), Bought.Part::trials);
    }
  }

  private static void addUp(
      List<Bought.Part> rows, Bought.Part all, ToLongFunction<Bought.Part> column) {
    assertThat(rows.stream().mapToLong(column).sum()).isEqualTo(column.applyAsLong(all));
  }

  @Test
  void ranksTheRecommendedTrialFirstWithTheIntervalOfTheSurrogate() {
    MorningReport report = guided();
    MorningReport.Candidate winner = report.contenders().getFirst();

    Recommended recommended = Objects.requireNonNull(report.summary().recommended());
    assertThat(winner.trial()).isEqualTo(recommended.trial());
    assertThat(winner.basis()).isEqualTo(Contender.Basis.SURROGATE);
    assertThat(winner.low()).isEqualTo(recommended.low());
    assertThat(report.contenders()).hasSize(8).extracting(c -> c.trial()).doesNotHaveDuplicates();
  }

  @Test
  void saysTheSameInEveryRendering() {
    MorningReport report = of(Specs.accuracy(1, 60), 0.05);
    String markdown = MarkdownReport.render(report, "asha");

    for (Section section : Sections.of(report)) {
      assertThat(markdown).contains("## " + section.topic().heading());
      for (Section.Block block : section.blocks()) {
        if (block instanceof Section.Block.Table table) {
          assertThat(markdown).contains("**" + MarkdownReport.escape(table.title()) + "**");
          table
              .rows()
              .forEach(
                  row ->
                      row.forEach(
                          cell -> assertThat(markdown).contains(MarkdownReport.escape(cell))));
        }
      }
    }
    assertThat(markdown).contains("trainer-error", "./thaw best --dir 'studies/my study'");
  }

  @Test
  void isOneJsonObjectWithTheSameFigures() throws Exception {
    MorningReport report = guided();
    JsonNode json = new ObjectMapper().readTree(JsonReport.render(report));

    assertThat(json.path("schema").asInt()).isEqualTo(MorningReport.SCHEMA);
    assertThat(json.path("bought").path("offeredNanos").asLong())
        .isEqualTo(report.bought().offeredNanos());
    assertThat(json.path("contenders").size()).isEqualTo(8);
    assertThat(json.path("advice").size()).isEqualTo(report.advice().size());
    assertThat(JsonReport.render(report)).doesNotContain("NaN");
  }

  @Test
  void saysWhenEachHyperparameterWasSettled() throws Exception {
    MorningReport report = guided();
    JsonNode courses =
        new ObjectMapper().readTree(JsonReport.render(report)).path("settling").path("courses");

    assertThat(courses.size()).isEqualTo(6);
    assertThat(MarkdownReport.render(report, "thaw")).contains("## What settled when", "ettled");
    for (Settling.Course course : report.settling().courses()) {
      assertThat(MarkdownReport.render(report, "thaw")).contains("| " + course.parameter() + " |");
    }
  }

  @Test
  void claimsNothingOfANightThatNobodyKnows() {
    StudyState end = VirtualStudy.finished(Specs.accuracy(1, 60));
    MorningReport report =
        MorningReport.of(Watched.of(end), Night.unknown(), end.lifecycle().lastAt(), DIRECTORY);

    assertThat(MarkdownReport.render(report, "asha"))
        .doesNotContain("Slot time", "slot-hours")
        .contains("226 epochs trained instead of 1,620");
  }

  @Test
  void tellsHowAnInterruptedStudyGoesOn() {
    StudyState state = VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 50);

    assertThat(NextStep.of(state, DIRECTORY).getFirst().command())
        .isEqualTo("./thaw run --dir 'studies/my study'");
  }

  @Test
  void tellsHowAStudyThatIsOverGetsMore() {
    StudyState state = VirtualStudy.finished(Specs.accuracy(1, 12));

    assertThat(NextStep.of(state, DIRECTORY))
        .extracting(NextStep::command)
        .contains(
            "./thaw extend --dir 'studies/my study' --trials +6 && ./thaw run --dir 'studies/my"
                + " study'");
  }

  @Test
  void leavesNoMarkupOfTheUserInTheText() {
    assertThat(MarkdownReport.escape("a|b *c* <d> [e](f) `g`"))
        .isEqualTo("a\\|b \\*c\\* \\<d\\> \\[e\\](f) \\`g\\`");
  }
}
