package dev.thaw.examples;

import dev.thaw.app.api.Study;
import dev.thaw.app.api.StudyDraft;
import dev.thaw.app.api.Thaw;
import java.nio.file.Path;

/** A first study from Java: which step finds the bottom of a parabola. */
public final class FirstStudy {

  private FirstStudy() {}

  /** Searches, in the folder that is named or in studies, and prints what is best. */
  public static void main(String[] args) {
    StudyDraft draft =
        StudyDraft.named("first")
            .minimize("loss")
            .logReal("step", 1e-3, 1)
            .choice("start", -4, 0, 4)
            .epochs(9)
            .trials(12);
    try (Thaw thaw = Thaw.local(Path.of(args.length > 0 ? args[0] : "studies"))) {
      Study study =
          thaw.optimize(
              draft,
              trial -> {
                double x = trial.real("start");
                for (int _ : trial.epochs()) {
                  x -= trial.real("step") * 2 * (x - 3);
                  trial.report("loss", (x - 3) * (x - 3));
                }
              });
      study.best().ifPresent(System.out::println);
    }
  }
}
