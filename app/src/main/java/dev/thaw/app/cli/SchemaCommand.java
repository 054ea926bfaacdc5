package dev.thaw.app.cli;

import dev.thaw.app.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of a study's spec, which editors use to complete and to check. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of specs, for editors.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (InputStream schema = SpecReader.class.getResourceAsStream("study.schema.json")) {
      byte[] text = Objects.requireNonNull(schema, "study.schema.json").readAllBytes();
      var out = spec.commandLine().getOut();
      out.println(new String(text, StandardCharsets.UTF_8).strip());
      out.flush();
      return ExitCode.OK;
    }
  }
}
