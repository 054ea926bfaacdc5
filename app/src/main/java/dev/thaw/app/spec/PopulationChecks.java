package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.WrongKeyException;

/** What does not go with a population: core knows, and says one thing at a time. */
final class PopulationChecks {

  private PopulationChecks() {}

  /** Passes over what something else is wrong with; each finding stands at its own key. */
  static void run(JsonNode tree, Findings findings) {
    JsonNode scheduler = tree.path("scheduler");
    if (!findings.isEmpty() || !scheduler.path("name").asText().equals("pbt")) {
      return;
    }
    levels(FidelityText.read(tree.path("fidelity")), findings);
    try {
      var unused = SpecBuilder.build(tree);
    } catch (WrongKeyException wrong) {
      add(findings, wrong.key(), wrong);
    } catch (IllegalArgumentException wrong) {
      String option = String.valueOf(wrong.getMessage()).split(" ", 2)[0];
      add(findings, scheduler.has(option) ? "scheduler." + option : "scheduler", wrong);
    }
  }

  /** Core would pass over a minimum, since every member is trained to the maximum. */
  private static void levels(StudySpec.Fidelity fidelity, Findings findings) {
    if (fidelity.min() > 1 && !fidelity.isInSeconds()) {
      findings.add(
          "fidelity.min",
          "min (%d) does not go with scheduler (pbt), which compares after every interval."
              .formatted(fidelity.min()),
          "Maybe leave it out, and scheduler.interval: %d.".formatted(fidelity.min()));
    }
  }

  private static void add(Findings findings, String path, IllegalArgumentException wrong) {
    String[] lines = String.valueOf(wrong.getMessage()).split("\n", 2);
    findings.add(path, lines[0], lines.length > 1 ? lines[1] : null);
  }
}
