package dev.thaw.app.cli;

import dev.thaw.app.hello.FirstSpec;
import dev.thaw.app.hello.ScriptReader;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a first study for the script of a folder, or both where there is none. */
@Command(
    name = "hello",
    description = "Writes a first study for the script of a folder, or both where there is none.",
    mixinStandardHelpOptions = true,
    footer = {"", "Then: thaw run"})
final class HelloCommand implements Callable<Integer> {

  private static final String SPEC = "study.yaml";
  private static final String SCRIPT = "train.py";

  /** What a script reports of which that cannot be seen. */
  private static final String UNSEEN = "loss";

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where (${DEFAULT-VALUE}).")
  private Path folder = Path.of(".");

  @Option(names = "--script", paramLabel = "FILE", description = "The script, in Python.")
  private @Nullable Path script;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "What it reports, if that cannot be seen in it (loss).")
  private @Nullable String metric;

  @Option(names = "--force", description = "Overwrite a study.yaml that is there.")
  private boolean force;

  @Option(names = "--json", description = "One JSON object {spec, script, parameters, metric}.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Path target = folder.resolve(SPEC);
    if (Files.exists(target) && !force) {
      throw new UserMistake(
          "%s is there already.\nMaybe run it: thaw run -f %s; or say --force to write it anew."
              .formatted(target, target));
    }
    Path file = script == null ? found() : script;
    boolean written = file == null;
    if (file == null) {
      file = folder.resolve(SCRIPT);
      Files.createDirectories(folder);
      Files.write(file, sample());
    }
    if (!Files.isReadable(file)) {
      throw new UserMistake("--script (%s) cannot be read.".formatted(file));
    }
    ScriptReader.Script read = ScriptReader.read(Files.readString(file));
    if (read.parameters().isEmpty()) {
      throw new UserMistake(nothingToSearch(file, read));
    }
    String chosen = metric;
    if (chosen == null) {
      chosen = read.metrics().isEmpty() ? UNSEEN : read.metrics().getFirst().name();
    }
    Path its = file.normalize().getParent();
    String text =
        FirstSpec.of(
            name(),
            its == null ? "" : its.toString(),
            String.valueOf(file.getFileName()),
            read,
            chosen);
    check(text);
    Files.writeString(target, text);
    print(target, file, written, read, chosen);
    return ExitCode.OK;
  }

  private static String nothingToSearch(Path file, ScriptReader.Script read) {
    String values =
        read.constants().isEmpty()
            ? "lr=0.1"
            : read.constants().entrySet().stream()
                .map(constant -> constant.getKey() + "=" + constant.getValue())
                .collect(Collectors.joining(", "));
    return """
    %s takes no options with defaults, so that all trials would train the same model.
    Maybe let it ask, and use trial.%s and so on; then thaw hello again:
      import thaw
      trial = thaw.trial(%s)\
    """
        .formatted(file, values.substring(0, values.indexOf('=')), values);
  }

  private static byte[] sample() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            HelloCommand.class.getClassLoader().getResourceAsStream("hello/" + SCRIPT))) {
      return stream.readAllBytes();
    }
  }

  /** The script of the folder; null if there is none. */
  private @Nullable Path found() throws IOException {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> scripts =
          files
              .filter(file -> file.toString().endsWith(".py") && !file.endsWith("thaw.py"))
              .sorted()
              .toList();
      for (String usual : List.of(SCRIPT, "main.py")) {
        if (scripts.contains(folder.resolve(usual))) {
          return folder.resolve(usual);
        }
      }
      if (scripts.size() > 1) {
        throw new UserMistake(
            "there are %d scripts.\nMaybe name one: thaw hello --script %s"
                .formatted(scripts.size(), scripts.getFirst()));
      }
      return scripts.isEmpty() ? null : scripts.getFirst();
    }
  }

  /** The study is named as its folder. */
  private String name() {
    Path absolute = folder.toAbsolutePath().normalize();
    String name =
        absolute.getFileName() == null
            ? ""
            : absolute.getFileName().toString().replaceAll("[^A-Za-z0-9_-]+", "-");
    return name.matches("[A-Za-z0-9].*") ? name : "first";
  }

  private static void check(String text) {
    try {
      var unused = SpecReader.read(text, SPEC, List.of());
    } catch (BadSpecException bad) {
      throw new UserMistake(
          "what the script says makes no study: %s\nMaybe give --metric, or write study.yaml by hand."
              .formatted(bad.getMessage()));
    }
  }

  private void print(
      Path target, Path file, boolean written, ScriptReader.Script read, String chosen) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.line(
              Map.of(
                  "spec", target.toString(),
                  "script", file.toString(),
                  "parameters", read.parameters().keySet(),
                  "metric", chosen)));
    } else {
      if (written) {
        out.printf("%s is a small script that learns; put your model there.%n", file);
      }
      out.printf(
          "%s searches %s by %s of %s.%n",
          target, String.join(", ", read.parameters().keySet()), chosen, file);
      others(read, chosen).ifPresent(out::println);
      if (!read.speaks() && !Objects.equals(read.epochs(), 1)) {
        out.printf(
            "%s is watched, not led: frozen trials are trained again. Three lines mend that:%n"
                + "  trial = thaw.trial(lr=0.1)            # import thaw%n"
                + "  for epoch in trial.epochs(10):%n"
                + "      trial.report(%s=...); trial.checkpoint(lambda folder: ...)%n",
            file, chosen);
      }
      boolean here = target.normalize().equals(Path.of(SPEC));
      out.printf(
          "Look at its ranges, then: thaw run%s%n", here ? "" : " -f '%s'".formatted(target));
    }
    out.flush();
  }

  /** What else it could go by, or that it goes by a guess; empty if neither is so. */
  private Optional<String> others(ScriptReader.Script read, String chosen) {
    if (read.metrics().isEmpty() && metric == null) {
      return Optional.of(
          "What it prints cannot be seen: study.yaml expects lines such as %s=0.3; --metric NAME says another."
              .formatted(chosen));
    }
    String others =
        read.metrics().stream()
            .map(ScriptReader.Metric::name)
            .filter(name -> !name.equals(chosen))
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("It also prints %s; --metric NAME goes by that.".formatted(others));
  }
}
