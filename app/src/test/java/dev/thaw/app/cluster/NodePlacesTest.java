package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.thaw.actors.session.TrialTerms;
import dev.thaw.app.fixture.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: workers can tell whether they share the folder of their studies. */
class NodePlacesTest {

  @TempDir private Path directory;

  private final List<String> problems = new ArrayList<>();

  private NodePlaces open(String folder) {
    return NodePlaces.open(directory.resolve(folder), Map.of(), problems::add);
  }

  @Test
  void workersThatShareAFolderSayTheSame() {
    assertThat(open("studies").store()).isNotNull().isEqualTo(open("studies").store());
    assertThat(problems).isEmpty();
  }

  @Test
  void workersWithFoldersOfTheirOwnDoNot() {
    assertThat(open("mine").store()).isNotEqualTo(open("yours").store());
  }

  @Test
  void aFolderThatCannotBeWrittenIsTakenForSharedAndSaidToBeUnusable() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(open("file").store()).isNull();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("folder (" + file + ") must be one that this worker can write: ")
        .contains("taken to be shared by all workers.\nMaybe ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec.json", "owner.lock", "journal"})
  void aFolderInWhichAProcessRunsAStudyIsRefusedAndLeftAsItIs(String mark) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("studies/digits"));
    Files.writeString(folder.resolve(mark), "");
    NodePlaces places = open("studies");
    places.admit(TrialTerms.of(Specs.accuracy(1, 30)));

    assertThatIOException()
        .isThrownBy(() -> places.of("digits"))
        .withMessageStartingWith("folder (" + folder + ") must not be one in which thaw run")
        .withMessageContaining("\nMaybe give the study of the cluster another name");
    assertThat(folder.toFile().list()).containsExactly(mark);
  }

  @Test
  void aFolderThatIsUsedByTheClusterIsUsedAgain() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("studies/digits"));
    Files.writeString(folder.resolve("begun"), "");
    NodePlaces places = open("studies");
    places.admit(TrialTerms.of(Specs.accuracy(1, 30)));

    assertThat(places.of("digits").folder()).isEqualTo(folder);
  }

  @Test
  void whoeverDoesNotTrainWritesNothing() {
    assertThat(new NodePlaces(directory.resolve("studies"), Map.of()).store()).isNull();
    assertThat(directory).isEmptyDirectory();
  }
}
