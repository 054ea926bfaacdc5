package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command asks. */
final class ServerOption {
  static final String VARIABLE = "THAW_SERVER";

  private static final String DEFAULT = "http://127.0.0.1:8080";

  @Option(
      names = "--server",
      paramLabel = "URL",
      arity = "0..1",
      fallbackValue = "",
      description = "The server of a cluster (THAW_SERVER, or " + DEFAULT + ").")
  private @Nullable String server;

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

  /** The desk of the server; to be closed. */
  RemoteDesk open() {
    try {
      return RemoteDesk.at(choose(server, System.getenv()));
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
