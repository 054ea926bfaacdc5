package dev.thaw.app.engine;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The log of the processes that run a study. Logging begins before it is known which study a
 * command is about; from then on the log goes to a file in the study's folder.
 */
public final class StudyLog {

  private static final String PROPERTY = "thaw.log";

  private StudyLog() {}

  /**
   * Sends the log of this process to a file from now on. The configuration is read again, so that
   * an operator's own, named by {@code logback.configurationFile}, has the last word.
   *
   * @throws IllegalStateException if that configuration is broken
   */
  public static void writeTo(Path file) {
    System.setProperty(PROPERTY, file.toString());
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      try {
        new ContextInitializer(context).autoConfig();
      } catch (JoranException broken) {
        throw new IllegalStateException("the configuration of the log cannot be read", broken);
      }
    }
  }
}
