package dev.thaw.app.cli;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import java.net.ConnectException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for something that is to be done once. An answer that is lost is asked for again,
 * by the same key.
 */
final class AskByKey {
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;

  private final ServerOption server;
  private final String study;
  private final String command;
  private final String key;

  private AskByKey(ServerOption server, String study, String command, String key) {
    this.server = server;
    this.study = study;
    this.command = command;
    this.key = key;
  }

  /**
   * A question about a study.
   *
   * @param command the command of the command line, for messages
   * @param key null for one that nobody else has
   */
  static AskByKey of(ServerOption server, String study, String command, @Nullable String key) {
    return new AskByKey(server, study, command, key == null ? UUID.randomUUID().toString() : key);
  }

  /**
   * Asks.
   *
   * @param question what a desk is asked, with the key
   * @throws UserMistake if it is refused, or nobody answers however often one asks
   */
  <T> T answer(BiFunction<StudyDesk, String, CompletionStage<T>> question)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try (RemoteDesk desk = server.open()) {
        return ServerOption.answer(desk, asked -> question.apply(asked, key));
      } catch (RefusedException refused) {
        if (refused.refusal() != Refusal.UNAVAILABLE) {
          throw ServerOption.mistake(refused);
        }
        giveUpAfter(attempt, refused.getMessage());
      } catch (UnreachableException unreachable) {
        if (unreachable.getCause() instanceof ConnectException) {
          throw server.mistake(unreachable, study, command);
        }
        giveUpAfter(attempt, unreachable.getMessage());
      }
      Thread.sleep(AGAIN);
    }
  }

  private void giveUpAfter(int attempt, @Nullable String why) {
    if (attempt >= ATTEMPTS) {
      throw new UserMistake(
          "%s\nMaybe it was done all the same: to ask again without doing it twice, add --key %s"
              .formatted(why, key),
          ExitCode.FAULT);
    }
  }
}
