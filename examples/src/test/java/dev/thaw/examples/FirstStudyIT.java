package dev.thaw.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the first study from Java runs as it is shown. Method: it is run, and read. */
class FirstStudyIT {

  private static final Path SOURCE = Path.of("src/main/java/dev/thaw/examples/FirstStudy.java");
  private static final List<Path> PAGES =
      List.of(Path.of("../docs/java-api.md"), Path.of("../README.md"));

  @TempDir private Path temp;

  @Test
  void itFindsTheBottomAndPrintsIt() {
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      FirstStudy.main(new String[] {temp.toString()});
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("Best[trial=");
    assertThat(temp.resolve("first/report.html")).exists();
  }

  @Test
  void thePagesShowItsVeryText() throws Exception {
    List<String> source = Files.readAllLines(SOURCE);
    List<String> body =
        source
            .subList(source.indexOf("    StudyDraft draft ="), source.lastIndexOf("    }") + 1)
            .stream()
            .map(line -> line.substring(4))
            .toList();

    assertThat(body).hasSizeLessThanOrEqualTo(21);
    for (Path page : PAGES) {
      assertThat(Files.readString(page)).contains(String.join("\n", body));
    }
  }
}
