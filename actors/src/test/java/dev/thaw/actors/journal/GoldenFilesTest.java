package dev.thaw.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.share.Share;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.suggest.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What was ever written to a journal stays readable, and reads as what it meant.
 *
 * <p>A change that breaks this breaks the journals of users: give the new format a new manifest, a
 * new golden file, and keep reading the old one. Only what is added, such as a new event, may
 * change a golden file: add it to {@link GoldenFiles}, run {@code ./mvnw -pl actors -am verify
 * -Dtest=GoldenFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dthaw.golden=write}, and look at
 * the difference before it is committed.
 */
final class GoldenFilesTest {

  private static final Path JSON = Path.of("src/test/resources/journal/recorded-3.json");

  /** The same row as it is in a journal, in hexadecimal. */
  private static final Path CBOR = Path.of("src/test/resources/journal/recorded-3.cbor.hex");

  /** What Thaw wrote before studies shared a cluster. */
  private static final Path FIRST = Path.of("src/test/resources/journal/recorded-1.cbor.hex");

  /** What it wrote before budgets had anything but a wall clock, trials and epochs. */
  private static final Path SECOND = Path.of("src/test/resources/journal/recorded-2.cbor.hex");

  private static final List<Class<?>> PINNED =
      List.of(
          StudyInput.class,
          StudyEvent.class,
          Reason.class,
          Scheduler.class,
          Suggestion.class,
          Parameter.class);

  private final JsonMapper mapper = JournalCodec.json();
  private final JournalCodec codec = new JournalCodec();

  @BeforeAll
  static void rewriteOnRequest() throws IOException {
    if ("write".equals(System.getProperty("thaw.golden"))) {
      Files.createDirectories(JSON.getParent());
      Files.writeString(JSON, json());
      Files.writeString(CBOR, hex());
    }
  }

  private static String json() throws IOException {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return JournalCodec.json().writer(printer).writeValueAsString(GoldenFiles.row()) + "\n";
  }

  private static String hex() {
    String hex = HexFormat.of().formatHex(new JournalCodec().encode(GoldenFiles.row()));
    return hex.replaceAll("(.{100})", "$1\n").strip() + "\n";
  }

  @Test
  void aRowIsWrittenAsItAlwaysWas() throws IOException {
    assertThat(json()).isEqualTo(Files.readString(JSON));
    assertThat(hex()).isEqualTo(Files.readString(CBOR));
  }

  @Test
  void anOldRowIsReadAsWhatItMeant() throws IOException {
    byte[] bytes = HexFormat.of().parseHex(Files.readString(CBOR).replace("\n", ""));

    assertThat(codec.decode(bytes)).isEqualTo(GoldenFiles.row());
    assertThat(mapper.readValue(Files.readString(JSON), Recorded.class))
        .isEqualTo(GoldenFiles.row());
  }

  @Test
  void aRowOfBeforeStudiesSharedAClusterMeansThatTheyDoNot() throws IOException {
    byte[] bytes = HexFormat.of().parseHex(Files.readString(FIRST).replace("\n", ""));

    Recorded row = codec.decode(bytes);

    assertThat(row.steps()).isSubsetOf(GoldenFiles.row().steps()).hasSizeGreaterThan(20);
    assertThat(row.steps().getFirst().input())
        .isInstanceOfSatisfying(
            StudyInput.Opened.class,
            opened ->
                assertThat(opened.spec().resources().share())
                    .isEqualTo(Share.upTo(opened.spec().resources().slots())));
  }

  @Test
  void aRowOfBeforeTheContractMeansThatNobodyAskedForOne() throws IOException {
    byte[] bytes = HexFormat.of().parseHex(Files.readString(SECOND).replace("\n", ""));

    Recorded row = codec.decode(bytes);

    assertThat(row.steps()).isSubsetOf(GoldenFiles.row().steps()).hasSizeGreaterThan(25);
  }

  @Test
  void everyInputEventAndReasonIsPinned() throws IOException {
    String pinned = Files.readString(JSON);

    List<String> missing =
        PINNED.stream()
            .flatMap(Samples::permitted)
            .map(Class::getSimpleName)
            .filter(name -> !pinned.contains("\"@\" : \"" + name + "\""))
            .toList();

    assertThat(missing).isEmpty();
  }
}
