package dev.thaw.app.cli;

import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the file of a server's tokens. */
@Command(
    name = "token",
    description = "Looks after the tokens by which a server knows who asks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TokenCommand.CreateToken.class,
      TokenCommand.ListTokens.class,
      TokenCommand.RevokeToken.class
    },
    footer = {
      "",
      "Example: thaw token create anna --scope submit --project 'team-*' --expires 30d --file"
          + " tokens",
      "",
      "The server reads the file (THAW_HTTP_TOKENS, or the setting thaw.http.tokens-file) again"
          + " when it changes. Callers give their token by THAW_TOKEN or --token-file."
    })
final class TokenCommand implements Callable<Integer> {
  private static final String VARIABLE = "THAW_HTTP_TOKENS";
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})([hd])");

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** Without a word behind it, it says how it is used. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.BAD_INPUT;
  }

  /** Which file is meant. */
  static final class FileOption {

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "The file of the tokens (" + VARIABLE + ").")
    private @Nullable Path file;

    Path chosen() {
      return choose(file, System.getenv());
    }

    /** The file, which must be there. */
    Path there() {
      Path chosen = chosen();
      if (!Files.isReadable(chosen)) {
        throw new UserMistake(
            "--file (%s) must be a file of tokens.\nMaybe make the first one: thaw token create NAME --file %s"
                .formatted(chosen, chosen));
      }
      return chosen;
    }

    static Path choose(@Nullable Path given, Map<String, String> environment) {
      String named = environment.getOrDefault(VARIABLE, "");
      if (given == null && named.isBlank()) {
        throw new UserMistake(
            "--file is missing.\nMaybe the one that the server reads as thaw.http.tokens-file.");
      }
      return given == null ? Path.of(named.strip()) : given;
    }
  }

  /** Reads the tokens; what is wrong with the file is the user's to mend. */
  private static List<Token> read(Path file) throws IOException {
    try {
      return TokenFile.read(file);
    } catch (IllegalArgumentException wrong) {
      throw new UserMistake(String.valueOf(wrong.getMessage()));
    }
  }

  /**
   * When a token that lasts for some time expires.
   *
   * @param text a number of hours or days, {@code 12h} or {@code 30d}; null for ever
   */
  static Optional<Instant> expiry(@Nullable String text, Instant now) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new UserMistake(
          "--expires (%s) must be a number of hours or days.\nMaybe 30d.".formatted(text));
    }
    long count = Long.parseLong(matcher.group(1));
    Duration time = matcher.group(2).equals("h") ? Duration.ofHours(count) : Duration.ofDays(count);
    return Optional.of(now.plus(time).truncatedTo(ChronoUnit.SECONDS));
  }

  /** A token as an object; its hash is nobody's business. */
  private static Map<String, Object> object(Token token) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", token.name());
    object.put("scope", token.scope().word());
    object.put("projects", token.projects());
    object.put("expires", token.expires().map(Instant::toString).orElse(null));
    return object;
  }

  /** Makes a token. */
  @Command(
      name = "create",
      description = "Makes a token and prints it once; only its hash is kept.",
      mixinStandardHelpOptions = true)
  static final class CreateToken implements Callable<Integer> {

    @SuppressWarnings("NullAway.Init")
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    @Mixin
    private FileOption file;

    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "Who it is for, as the audit calls them.")
    private String name;

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description =
            "What it allows: read, submit (and change studies), or admin (${DEFAULT-VALUE}).")
    private String scope = "submit";

    @Option(
        names = "--project",
        paramLabel = "PATTERN",
        description =
            "Which studies it is for: a name, or the beginning of names and a star. More than once"
                + " for several; all studies if it is not given.")
    private List<String> projects = List.of();

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "For how long it is good, such as 12h or 30d; for ever if not given.")
    private @Nullable String expires;

    @Option(
        names = "--json",
        description = "One JSON object {token, name, scope, projects, expires}.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      Path target = file.chosen();
      String secret = Token.secret();
      Token token = token(secret);
      if (!added(target, token)) {
        throw new UserMistake(
            "NAME (%s) must not have a token yet.\nMaybe: thaw token revoke %s"
                .formatted(name, name));
      }
      var line = spec.commandLine();
      line.getOut().println(json ? Json.line(withSecret(token, secret)) : secret);
      line.getOut().flush();
      line.getErr()
          .println(
              "thaw: this is the only time that the token is shown. %s has its hash."
                  .formatted(target));
      return ExitCode.OK;
    }

    private static boolean added(Path target, Token token) throws IOException {
      try {
        return TokenFile.add(target, token);
      } catch (IllegalArgumentException wrong) {
        throw new UserMistake(String.valueOf(wrong.getMessage()));
      }
    }

    private static Map<String, Object> withSecret(Token token, String secret) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("token", secret);
      object.putAll(object(token));
      return object;
    }

    private Token token(String secret) {
      Scope allowed =
          Scope.of(scope)
              .orElseThrow(
                  () ->
                      new UserMistake(
                          "--scope (%s) must be one of %s.".formatted(scope, Scope.ADMIN.words())));
      try {
        return new Token(
            name, Token.hash(secret), allowed, projects, expiry(expires, Instant.now()));
      } catch (IllegalArgumentException wrong) {
        throw new UserMistake(String.valueOf(wrong.getMessage()));
      }
    }
  }

  /** Lists tokens. */
  @Command(
      name = "ls",
      description = "Lists the tokens: who, what, which studies, until when.",
      mixinStandardHelpOptions = true)
  static final class ListTokens implements Callable<Integer> {

    @SuppressWarnings("NullAway.Init")
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    @Mixin
    private FileOption file;

    @Option(
        names = "--json",
        description = "One JSON array of objects {name, scope, projects, expires}.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      var out = spec.commandLine().getOut();
      List<Token> tokens = read(file.there());
      if (json) {
        out.println(Json.line(tokens.stream().map(TokenCommand::object).toList()));
        out.flush();
        return ExitCode.OK;
      }
      Instant now = Instant.now();
      out.println("%-24s %-7s %-24s %s".formatted("NAME", "SCOPE", "PROJECTS", "EXPIRES"));
      for (Token token : tokens) {
        out.println(
            "%-24s %-7s %-24s %s%s"
                .formatted(
                    token.name(),
                    token.scope().word(),
                    token.projects().isEmpty() ? "all" : String.join(",", token.projects()),
                    token.expires().map(Instant::toString).orElse("never"),
                    token.isValid(now) ? "" : " (expired)"));
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  /** Revokes a token. */
  @Command(
      name = "revoke",
      description = "Takes a token away, from the server's next request on.",
      mixinStandardHelpOptions = true)
  static final class RevokeToken implements Callable<Integer> {

    @SuppressWarnings("NullAway.Init")
    @Mixin
    private FileOption file;

    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "Whose token.")
    private String name;

    @Override
    public Integer call() throws IOException {
      if (!TokenFile.remove(file.there(), name)) {
        throw new UserMistake(
            "NAME (%s) must be of a token that is there.\nMaybe look: thaw token ls"
                .formatted(name));
      }
      return ExitCode.OK;
    }
  }
}
