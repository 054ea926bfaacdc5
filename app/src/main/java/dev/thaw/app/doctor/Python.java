package dev.thaw.app.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Python that {@code command: [python3, ...]} would run. */
sealed interface Python {

  /** The oldest Python 3 that the module {@code thaw} runs on. */
  int LEAST_MINOR = 8;

  /**
   * What follows.
   *
   * @param gpus how many GPUs the machine has
   */
  List<Finding> findings(int gpus);

  /** There is none on the {@code PATH}. */
  record Missing() implements Python {

    @Override
    public List<Finding> findings(int gpus) {
      return List.of(
          Finding.warning(
              "Python",
              "python3 is in no folder of PATH. Maybe install it, or write the whole path in the"
                  + " trainer's command."));
    }
  }

  /** There is something of that name, and it does not work. */
  record Broken(Path file, String why) implements Python {

    @Override
    public List<Finding> findings(int gpus) {
      return List.of(
          Finding.problem(
              "Python",
              "%s does not work: %s. Maybe another python3 is first on PATH than you think."
                  .formatted(file, why)));
    }
  }

  /** It works. */
  record Working(Path file, int major, int minor, int patch, Torch torch) implements Python {

    @Override
    public List<Finding> findings(int gpus) {
      List<Finding> findings = new ArrayList<>(List.of(version()));
      findings.add(torch.finding(gpus));
      return findings;
    }

    private Finding version() {
      String what = "%d.%d.%d, %s".formatted(major, minor, patch, file);
      return major == 3 && minor >= LEAST_MINOR
          ? Finding.ok("Python", what)
          : Finding.problem(
              "Python",
              "%s; the module thaw needs 3.%d. Maybe put a newer python3 first on PATH."
                  .formatted(what, LEAST_MINOR));
    }
  }

  /** What that Python knows of PyTorch. */
  sealed interface Torch {

    Finding finding(int gpus);
  }

  /** It is not installed there. */
  record NoTorch() implements Torch {

    @Override
    public Finding finding(int gpus) {
      return Finding.note(
          "PyTorch",
          "not installed for this Python. Maybe activate the environment that has it, if you need"
              + " it.");
    }
  }

  /** It is installed and cannot be used. */
  record BrokenTorch(String why) implements Torch {

    @Override
    public Finding finding(int gpus) {
      return Finding.warning(
          "PyTorch", "is installed and cannot be imported: %s. Maybe reinstall it.".formatted(why));
    }
  }

  /**
   * It works.
   *
   * @param devices how many CUDA devices it sees
   */
  record WorkingTorch(String version, int devices) implements Torch {

    @Override
    public Finding finding(int gpus) {
      if (devices > 0) {
        return Finding.ok("PyTorch", "%s, sees CUDA devices: %d".formatted(version, devices));
      }
      return gpus == 0
          ? Finding.ok("PyTorch", version + ", on the processor")
          : Finding.warning(
              "PyTorch",
              version
                  + ", sees no CUDA device although there is a GPU. Maybe install a build for CUDA"
                  + " that fits the driver, or mend CUDA_VISIBLE_DEVICES.");
    }
  }
}
