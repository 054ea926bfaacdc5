package dev.thaw.app.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells everybody who wants to know that a study has ended. */
public final class Notifier {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  private final NotifySettings settings;

  /** Tells whom the settings name. */
  public Notifier(NotifySettings settings) {
    this.settings = settings;
  }

  /**
   * Sends a notice to all and waits until they have it or cannot be reached. What went wrong is
   * logged too.
   *
   * @return what went wrong, a line for each receiver who was not reached
   */
  public List<String> send(Notice notice) {
    List<String> problems = new ArrayList<>();
    NotifySettings.Hook hook = settings.webhook();
    NotifySettings.Letter letter = settings.mail();
    if (hook != null) {
      attempt(
          problems,
          "the webhook at " + hook.address().getHost(),
          () -> new Webhook(hook, Thread::sleep).send(notice));
    }
    if (letter != null) {
      attempt(
          problems,
          "the mail server %s:%d".formatted(letter.host(), letter.port()),
          () -> new Mail(letter).send(notice, Instant.now()));
    }
    return List.copyOf(problems);
  }

  /** Says what went wrong, or null. */
  @FunctionalInterface
  private interface Sending {
    @Nullable String send() throws InterruptedException;
  }

  /** Whatever happens, the result of the study is more important. */
  private static void attempt(List<String> problems, String receiver, Sending sending) {
    String problem;
    try {
      problem = sending.send();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    } catch (RuntimeException broken) {
      LOG.warn("{} could not be told that the study has ended", receiver, broken);
      problem = broken.toString();
    }
    if (problem != null) {
      String line = problem.lines().findFirst().orElse("").strip();
      LOG.warn("{} was not told that the study has ended: {}", receiver, line);
      problems.add("%s was not told: %s".formatted(receiver, line));
    }
  }
}
