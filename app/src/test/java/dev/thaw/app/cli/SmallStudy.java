package dev.thaw.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The spec that the tests of the command line run: twelve trials of at most nine epochs. */
final class SmallStudy {

  static final String SPEC =
      """
      study: small
      objective: {metric: loss, goal: minimize}
      parameters:
        rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
        optimizer: {type: categorical, values: [sgd, adam], default: sgd}
      fidelity: {name: epochs, min: 1, max: 9}
      scheduler: {name: asha, eta: 3}
      trainer: {name: counting}
      resources: {slots: 2}
      budget: {trials: 12}
      seed: 3
      """;

  private SmallStudy() {}

  /** Writes the spec into a folder and returns its file. */
  static String in(Path folder) throws IOException {
    return write(folder, SPEC);
  }

  /** Writes another spec into a folder and returns its file. */
  static String write(Path folder, String spec) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), spec).toString();
  }
}
