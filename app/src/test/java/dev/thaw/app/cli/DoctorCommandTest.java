package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real machine, whatever it is: one line for each thing, and no stack trace. */
final class DoctorCommandTest {

  private static final String[] SUBJECTS = {
    "Java", "machine", "ND4J", "Python", "programs", "disk", "temporary", "cluster", "terminal"
  };

  @TempDir private Path folder;

  @Test
  void saysSomethingOfEverything() {
    Answer answer = Answer.to("doctor", "--dir", folder.resolve("studies").toString());

    assertThat(answer.out()).contains(SUBJECTS).doesNotContain("\tat ", "Exception");
    assertThat(answer.lines().getLast()).endsWith(".");
    assertThat(answer.err()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void exitsWithOneIfAndOnlyIfThereIsAProblem() {
    Answer answer = Answer.to("doctor", "--json", "--dir", folder.toString());

    boolean problem = answer.json().findValuesAsText("level").contains("problem");
    assertThat(answer.exitCode()).isEqualTo(problem ? ExitCode.FAULT : ExitCode.OK);
  }

  @Test
  void findsAProblemWhereStudiesCannotBe() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    Answer answer = Answer.to("doctor", "--json", "--dir", file.toString());

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(answer.json())
        .filteredOn(finding -> finding.path("subject").asText().equals("disk"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.path("level").asText()).isEqualTo("problem"))
        .satisfies(finding -> assertThat(finding.path("remedy").asText()).contains("--dir"));
  }

  @Test
  void answersTheSameAsJson() {
    JsonNode findings = Answer.to("doctor", "--json", "--dir", folder.toString()).json();

    assertThat(findings.findValuesAsText("subject")).contains(SUBJECTS);
    assertThat(findings).allSatisfy(f -> assertThat(f.fieldNames()).toIterable().hasSize(4));
  }
}
