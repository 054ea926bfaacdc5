package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.insight.Night;
import dev.thaw.core.insight.NightReader;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudySpec.Fidelity;
import dev.thaw.core.study.StudySpec.Growth.Expensive;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

final class HtmlReportTest {

  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  private static String render(StudyState state) {
    return render(state, Night.unknown());
  }

  private static String render(StudyState state, Night night) {
    var study = Watched.of(state);
    Path directory = Path.of("studies", "digits");
    return HtmlReport.render(
        study,
        MorningReport.of(study, night, state.lifecycle().lastAt(), directory),
        Foresight.none(),
        "name: \"<digits>\"\n");
  }

  /** A study of which everything is known. */
  private static String told(StudySpec spec, double failureRate) {
    var study = new VirtualStudy(spec, failureRate);
    StudyState end = study.runUntil(state -> false);
    var night = new NightReader();
    night.take(study.steps());
    return render(end, night.night());
  }

  private static List<String> drawings(String html) {
    return SVG.matcher(html).results().map(result -> result.group()).toList();
  }

  private static String finished() {
    return render(VirtualStudy.finished(Specs.accuracy(1, 60)));
  }

  @Test
  void refersToNothingOutsideItself() {
    assertThat(finished().replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "<script", "<link", "src=", "@import", "//");
  }

  @Test
  void showsResultSavingsAndSpec() {
    assertThat(finished())
        .contains("<p class=\"figure\">0.97531</p>")
        .contains("better than the defaults (0.93014) by 0.04517 (4.9 %)")
        .contains("226 epochs trained instead of 1,620", "<p class=\"figure\">86 %</p>")
        .contains("name: &quot;&lt;digits&gt;&quot;")
        .contains("<dt>optimizer</dt>");
  }

  @Test
  void drawsOneCurveForEachTrialThatReported() {
    String curves =
        drawings(finished()).stream()
            .filter(svg -> svg.contains("aria-label=\"Learning curves of"))
            .findFirst()
            .orElseThrow();

    assertThat(curves.split("<g class=\"curve ", -1)).hasSize(1 + 60);
    assertThat(curves.split("class=\"curve best\"", -1)).hasSize(2);
    assertThat(curves.split("class=\"curve baseline\"", -1)).hasSize(2);
  }

  @Test
  void drawsOnePlotForEachNumericParameter() {
    assertThat(drawings(finished())).hasSize(1 + 5);
  }

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void drawsWellFormedPicturesWithFiniteCoordinates(long seed) {
    Goal goal = seed % 2 == 0 ? Goal.MINIMIZE : Goal.MAXIMIZE;
    var spec =
        Specs.study(
            "s", goal, Specs.scheduler(seed), Specs.trials(25), seed, 9 + 20 * (int) seed, null);
    StudyState state =
        new VirtualStudy(spec, 0.01)
            .runUntil(s -> s.progress().spending().allEpochs() >= 100 * seed);

    for (String svg : drawings(render(state))) {
      assertThatCode(
              () ->
                  DocumentBuilderFactory.newInstance()
                      .newDocumentBuilder()
                      .parse(new InputSource(new StringReader(svg))))
          .doesNotThrowAnyException();
      assertThat(svg).doesNotContain("NaN", "Infinity").doesNotContainPattern("=\"-?[0-9.]+E");
    }
  }

  @Test
  void escapesEveryNameThatAUserChose() {
    var space =
        SearchSpace.of(
            RealParameter.linear("rate", 0, 1),
            CategoricalParameter.of("kind", "<script>alert(1)</script>", "\"'&"));
    var spec =
        Specs.study("<b>&\"</b>", Goal.MINIMIZE, Specs.asha(), Specs.trials(12), 1, 9, space);

    String html = render(VirtualStudy.finished(spec));

    assertThat(html)
        .doesNotContain("<script", "<b>", "\"'&")
        .contains("&lt;b&gt;&amp;&quot;&lt;/b&gt;", "&lt;script&gt;alert(1)");
  }

  @Test
  void drawsTheBestValueOverTimeAndOverEpochsAndTheLivesOfTheBest() {
    String html = told(Specs.accuracy(1, 60), 0);

    assertThat(drawings(html)).hasSize(2 + 1 + 1 + 1 + 5);
    assertThat(html)
        .contains("Best accuracy so far over", "<h2>Frozen and thawed</h2>")
        .contains("class=\"frozen\"", "<g class=\"thawed\"><title>thawed</title>");
  }

  @Test
  void drawsAStripForEachHyperparameterAndOneForHowFarTrialsWereTrained() {
    String html = told(Specs.accuracy(1, 60), 0);
    String drawing =
        drawings(html).stream()
            .filter(svg -> svg.contains("Where the training time went"))
            .findFirst()
            .orElseThrow();

    assertThat(drawing.split("<g class=\"settling ", -1)).hasSize(1 + 6 + 1);
    assertThat(drawing)
        .contains("<title>learningRate, cheap: ", "trained so far", "share of the training time")
        .doesNotContain("class=\"ceiling\"");
  }

  @Test
  void drawsHowTheCeilingOfTheFidelityRose() {
    StudySpec plain = Specs.accuracy(1, 60);
    StudySpec.Growth growth = new StudySpec.Growth(3, 9, StudySpec.Growth.STALL);
    String html = told(Specs.withFidelity(plain, new Fidelity("epochs", 1, 27, growth)), 0);

    assertThat(html)
        .contains("<g class=\"ceiling\"><title>up to where trials were trained</title>")
        .contains("to 9</text>", "to 27</text>", "class=\"raised\"")
        .contains("Trials were trained up to 3 epochs at first, 9 after ");
  }

  @Test
  void leavesOutForksThatHaveNoEpochOfTheirOwnYet() {
    var population = new Scheduler.Population(6, 2, 0.34, 0.2, 0.25, List.of("learningRate"));
    StudySpec spec =
        Specs.study("p", Goal.MINIMIZE, population, Budget.unlimited(), 1, 8, Specs.space());
    StudyState state = new VirtualStudy(spec, 0).runUntil(HtmlReportTest::hasAForkWithoutAnEpoch);

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    assertThat(render(state)).contains("<svg").endsWith("</html>\n");
  }

  private static boolean hasAForkWithoutAnEpoch(StudyState state) {
    for (Trial trial : state.progress().trials()) {
      if (trial.lineage() != null && trial.bestEpoch() == 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void takesForExpensiveWhatAStudyNamesAndSaysWhetherTheRestWasSettledBefore() {
    StudySpec plain = Specs.accuracy(1, 60);
    var growth =
        new StudySpec.Growth(3, 9, StudySpec.Growth.STALL, Map.of("momentum", Expensive.UP));
    String html = told(Specs.withFidelity(plain, new Fidelity("epochs", 1, 27, growth)), 0);

    assertThat(html)
        .contains("<title>momentum, expensive: ", "<title>learningRate, cheap: ")
        .contains("Not all that is cheap and matters was settled before something expensive grew.")
        .contains(
            "That is not asked of what explains less than 5 % of the differences: weightDecay (");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isAWellFormedPageWithFiniteNumbersWhateverHappened(long seed) {
    Goal goal = seed % 2 == 0 ? Goal.MINIMIZE : Goal.MAXIMIZE;
    var spec = Specs.study("s", goal, Specs.scheduler(seed), Specs.trials(25), seed);
    String html = told(spec, 0.02);

    assertThat(html).doesNotContain("NaN", "Infinity", "<script");
    for (String svg : drawings(html)) {
      assertThatCode(
              () ->
                  DocumentBuilderFactory.newInstance()
                      .newDocumentBuilder()
                      .parse(new InputSource(new StringReader(svg))))
          .doesNotThrowAnyException();
      assertThat(svg)
          .contains("role=\"img\"", "aria-label=\"")
          .doesNotContainPattern("=\"-?[0-9.]+E");
    }
  }

  @Test
  void givesEachTableHeadersAndATitle() {
    String html = told(Specs.accuracy(1, 60), 0.02);

    assertThat(html).contains("<caption>By bracket</caption>", "<th scope=\"row\"");
    assertThat(html.split("<table>", -1)).hasSameSizeAs(html.split("<thead>", -1));
  }

  @Test
  void reportsAStudyWithoutAnyEpoch() {
    String html = render(VirtualStudy.afterEpochs(Specs.accuracy(1, 60), 0));

    assertThat(html).contains("No epoch was reported yet.").endsWith("</html>\n");
    assertThat(drawings(html)).isEmpty();
  }

  @Test
  void saysHowManyValuesAreOutsideTheCurvePlot() {
    var spec = Specs.study("s", Goal.MINIMIZE, Specs.asha(), Specs.trials(60), 1);

    assertThat(render(VirtualStudy.finished(spec)))
        .containsPattern("Not shown: the \\d+ worst values\\.");
  }

  @Test
  void drawsOnlyTheLongestOfVeryManyCurves() {
    StudyState state = VirtualStudy.finished(Specs.accuracy(1, 450));

    String html = render(state);

    assertThat(html).contains("The 400 longest of 450 curves.");
    assertThat(html).contains("class=\"curve best\"", "class=\"curve baseline\"");
  }
}
