package dev.thaw.app.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a program, of what its commands say of themselves. */
final class ManPage {

  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page of a program and all its commands, in the macros of man(7). */
  static String of(CommandSpec program) {
    var page = new ManPage();
    page.write(program);
    return page.page.toString();
  }

  private void write(CommandSpec program) {
    String name = program.name();
    line(".TH", name.toUpperCase(Locale.ROOT), "1");
    line(".SH NAME");
    line(escaped(name), "\\-", text(program.usageMessage().description()));
    line(".SH SYNOPSIS");
    line(".B", escaped(name));
    line(".I COMMAND");
    line("[OPTIONS]");
    line(".SH COMMANDS");
    for (CommandLine command : program.subcommands().values().stream().distinct().toList()) {
      write(name, command.getCommandSpec());
    }
    line(".SH EXIT STATUS");
    line("0 ended as asked, 1 fault, 2 bad input, 3 no JDK 25, 4 another process runs the study,");
    line("5 ended without any value, 130 interrupted.");
  }

  private void write(String program, CommandSpec command) {
    line(".SS", escaped(program), escaped(command.name()));
    line(text(command.usageMessage().description()));
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        line(".TP");
        line(".I", escaped(parameter.paramLabel()));
        line(text(parameter.description()));
      }
    }
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        line(".TP");
        line(".B", escaped(String.join(", ", option.names()) + value(option)));
        line(text(option.description()));
      }
    }
    String footer = text(command.usageMessage().footer());
    if (!footer.isEmpty()) {
      line(".PP");
      line(footer);
    }
    for (CommandLine inner : command.subcommands().values().stream().distinct().toList()) {
      write(program + " " + command.name(), inner.getCommandSpec());
    }
  }

  private static String value(OptionSpec option) {
    return option.arity().max() == 0 ? "" : " " + option.paramLabel();
  }

  private void line(String... words) {
    page.append(String.join(" ", words)).append('\n');
  }

  private static String text(String... lines) {
    String all =
        Arrays.stream(lines).filter(line -> !line.isBlank()).collect(Collectors.joining(" "));
    String escaped = escaped(all);
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
