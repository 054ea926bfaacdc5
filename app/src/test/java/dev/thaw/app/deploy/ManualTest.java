package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What files in {@code conf} and {@code docs/operations.md} say of each other. */
final class ManualTest {

  private static final String MANUAL = Deployed.text(Deployed.ROOT.resolve("docs/operations.md"));
  private static final Pattern MENTIONED = Pattern.compile("docs/operations\\.md(.*)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  @Test
  void theSectionsThatFilesNameAreThere() throws IOException {
    var sections = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(Deployed.CONF)) {
      files.filter(Files::isRegularFile).forEach(file -> sections.addAll(sections(file)));
    }

    assertThat(sections).contains("On Kubernetes", "Images", "Security of the wire");
    assertThat(sections)
        .allMatch(title -> MANUAL.lines().anyMatch(line -> line.matches("#+ \\Q" + title + "\\E")));
  }

  @Test
  void restoringStopsEverythingThatKubernetesRuns() {
    String steps = MANUAL.substring(MANUAL.indexOf("To restore, all nodes must be stopped"));

    assertThat(ManifestTest.workloads())
        .hasSize(3)
        .extracting(Manifest::name)
        .allMatch(steps::contains);
  }

  private static List<String> sections(Path file) {
    return MENTIONED
        .matcher(Deployed.text(file))
        .results()
        .flatMap(line -> QUOTED.matcher(line.group(1)).results())
        .map(title -> title.group(1))
        .toList();
  }
}
