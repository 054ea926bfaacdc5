package dev.thaw.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import dev.thaw.workers.session.StudyPlace;
import dev.thaw.workers.session.StudyPlaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a study may keep its checkpoints. */
final class AllowedStoresTest {

  private static final String SPEC =
      """
      study: far
      objective: {metric: loss, goal: minimize}
      parameters: {rate: {type: real, min: 0, max: 1}}
      fidelity: {name: epochs, min: 1, max: 9}
      trainer: {name: digits}
      budget: {trials: 3}
      """;

  @TempDir Path folder;

  private static AllowedStores of(String setting, boolean tokens) {
    return AllowedStores.from(
        ConfigFactory.parseString("thaw.allow.stores = \"%s\"".formatted(setting))
            .withFallback(ConfigFactory.load()),
        tokens);
  }

  @Test
  void allowsEveryPlaceWithoutTokensAndOnlyItsOwnWithThem() {
    assertThat(of("", false).problem("/anywhere")).isEmpty();
    assertThat(of("any", true).problem("s3://bucket")).isEmpty();
    assertThat(of("own", false).problem("/anywhere")).isPresent();
    assertThat(of("", true).problem(null)).isEmpty();
    assertThat(of("", true).problem("/anywhere").orElseThrow())
        .contains("checkpoints.store (/anywhere)", "\nMaybe ", "thaw.allow.stores");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/points",
        "/srv/points/",
        "/srv/points/team",
        "/srv/x/../points",
        "file:///srv/points/team",
        "s3://bucket/thaw",
        "s3://bucket/thaw/team/"
      })
  void allowsWhatLiesBelow(String store) {
    assertThat(of("/srv/points, s3://bucket/thaw", true).problem(store)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/points2",
        "/srv",
        "/srv/points/../other",
        "file:///srv/other",
        "s3://bucket/thaw2",
        "s3://bucket",
        "s3://other/thaw",
        "s3://bucket/thaw/../other",
        "s3://bucket/thaw/%2e%2E/other",
        "s3://bucket/thaw%2fother",
        "s3://bucket@evil/thaw/",
        "s3://bucket/thaw?x=1",
        "points",
        ""
      })
  void refusesWhatDoesNot(String store) {
    assertThat(of("/srv/points, s3://bucket/thaw", true).problem(store)).isPresent();
  }

  @Test
  void followsLinksAlsoWhereTheirLastPartIsNotThereYet() throws Exception {
    Path allowed = Files.createDirectory(folder.resolve("allowed"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Path link = Files.createSymbolicLink(allowed.resolve("link"), other);
    AllowedStores stores = of(allowed.toString(), true);

    assertThat(stores.problem(link.resolve("new").toString())).isPresent();
    assertThat(stores.problem(allowed.resolve("new").toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"points", "s3:bucket/../x?y", "/srv/points,relative"})
  void refusesSettingsThatAreNoPlaces(String setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(setting, true))
        .withMessageContaining("thaw.allow.stores (");
  }

  @Test
  void givesNoPlaceToAStudyWhoseCheckpointsWouldGoElsewhere() throws Exception {
    StudyPlaces all = study -> new StudyPlace(new FolderCheckpoints(folder), folder);
    var places = new AllowedPlaces(all, of("own", false));
    StudySpec spec =
        SpecReader.read(
            SPEC + "checkpoints: {store: \"%s\"}\n".formatted(folder), "the test", List.of());
    places.admit(TrialTerms.of(spec));
    places.admit(TrialTerms.of(SpecReader.read(SPEC.replace("far", "near"), "it", List.of())));

    assertThatIOException()
        .isThrownBy(() -> places.of("far"))
        .withMessageContaining("checkpoints.store (" + folder);
    assertThat(places.of("near").folder()).isEqualTo(folder);
  }
}
