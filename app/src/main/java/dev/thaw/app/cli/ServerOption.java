package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.ServerAccess;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.engine.StudyFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command asks. */
final class ServerOption {
  static final String VARIABLE = "THAW_SERVER";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /** In the links that servers print, between their address and the token for it. */
  private static final String TOKEN = "#token=";

  private static final String DEFAULT = "http://127.0.0.1:8080";

  @Option(
      names = "--server",
      paramLabel = "URL",
      arity = "0..1",
      fallbackValue = "",
      description = "The server of a cluster, or a link to it (THAW_SERVER, or " + DEFAULT + ").")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The file of the token for the server (THAW_TOKEN, or else ~/.config/thaw/token).")
  private @Nullable Path tokenFile;

  /** Whether a server was asked for on the command line, named or not. */
  boolean isGiven() {
    return server != null;
  }

  /** Whether a server is meant where no folder is: by the command line or the environment. */
  boolean isMeant() {
    return isMeant(server, System.getenv());
  }

  static boolean isMeant(@Nullable String given, Map<String, String> environment) {
    return given != null || !environment.getOrDefault(VARIABLE, "").isBlank();
  }

  /**
   * The study of a server that a command is about; null if it is about a folder, or names nothing.
   *
   * @param study what was given as NAME
   * @param directory what was given as --dir
   * @param command the command, for messages
   */
  @Nullable String named(@Nullable String study, @Nullable Path directory, String command) {
    if (directory != null && (isGiven() || study != null)) {
      throw new UserMistake("--dir and a study of a server cannot both be meant.");
    }
    if (study == null || NAME.matcher(study).matches()) {
      return study;
    }
    throw new UserMistake(
        "NAME (%s) must be the name of a study of a cluster: letters, digits, _ and -.\nMaybe a folder is meant: thaw %s --dir %s"
            .formatted(study, command, study.isBlank() ? "DIR" : "'" + study + "'"));
  }

  /**
   * The same, where a server that is meant needs a name.
   *
   * @throws UserMistake if there is none
   */
  @Nullable String required(@Nullable String study, @Nullable Path directory, String command) {
    String name = named(study, directory, command);
    if (name == null && directory == null && isMeant()) {
      boolean swallowed = server != null && NAME.matcher(server).matches();
      throw new UserMistake(
          swallowed
              ? "the name of the study is missing: --server (%s) is the URL of a server.\nMaybe: thaw %s %s --server"
                  .formatted(server, command, server)
              : "the name of the study is missing.\nMaybe: thaw %s NAME".formatted(command));
    }
    return name;
  }

  /** The desk of the server; to be closed. */
  RemoteDesk open() {
    try {
      Map<String, String> environment = System.getenv();
      String[] link = choose(server, environment).split(TOKEN, 2);
      Optional<String> token =
          link.length > 1
              ? Optional.of(link[1])
              : TokenChoice.of(tokenFile, environment, ServerAccess.home());
      RemoteDesk desk =
          RemoteDesk.at(link[0], token.orElse(null), ServerAccess.authorities(environment));
      if (token.isPresent() && desk.isOverheard()) {
        System.err.println(
            "thaw: warning: others on the way to %s can read the token. Maybe it has https too."
                .formatted(desk.server()));
      }
      return desk;
    } catch (IllegalArgumentException malformed) {
      throw new UserMistake(String.valueOf(malformed.getMessage()));
    }
  }

  static String choose(@Nullable String given, Map<String, String> environment) {
    String named =
        given == null || given.isBlank() ? environment.getOrDefault(VARIABLE, "") : given;
    return named.isBlank() ? DEFAULT : named.strip();
  }

  /** Asks the server one thing, and explains in words why it has no answer. */
  <T> T ask(Function<StudyDesk, CompletionStage<T>> question) {
    try (RemoteDesk desk = open()) {
      return answer(desk, question);
    } catch (RefusedException refused) {
      throw mistake(refused);
    } catch (UnreachableException unreachable) {
      throw new UserMistake(unreachable.getMessage(), ExitCode.FAULT);
    }
  }

  /** Asks about one study, which may be that of a folder by mistake. */
  <T> T askAbout(String study, String command, Function<StudyDesk, CompletionStage<T>> question) {
    try (RemoteDesk desk = open()) {
      return answer(desk, question);
    } catch (RefusedException refused) {
      throw mistake(refused);
    } catch (UnreachableException unreachable) {
      throw mistake(unreachable, study, command);
    }
  }

  /** What the user is told of a server that does not answer for a study. */
  UserMistake mistake(UnreachableException unreachable, String study, String command) {
    return new UserMistake(unreachable.getMessage() + folder(study, command), ExitCode.FAULT);
  }

  /** That a folder may be meant, if nobody spoke of a server and there is one. */
  private String folder(String study, String command) {
    return isMeant()
        ? ""
        : Stream.of(Path.of(study), Folders.ROOT.resolve(study))
            .filter(path -> new StudyFolder(path).holdsStudy())
            .findFirst()
            .map(path -> "\nMaybe a folder is meant: thaw %s --dir %s".formatted(command, path))
            .orElse("");
  }

  /** What the user is told of a refusal. */
  static UserMistake mistake(RefusedException refused) {
    boolean later = refused.refusal() == Refusal.UNAVAILABLE;
    return new UserMistake(refused.getMessage(), later ? ExitCode.FAULT : ExitCode.BAD_INPUT);
  }

  /**
   * Waits for an answer.
   *
   * @throws RefusedException if it is a refusal
   * @throws UnreachableException if there is none
   */
  static <T> T answer(StudyDesk desk, Function<StudyDesk, CompletionStage<T>> question) {
    try {
      return question.apply(desk).toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }
}
