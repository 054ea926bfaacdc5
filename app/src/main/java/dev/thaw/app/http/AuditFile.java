package dev.thaw.app.http;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.LoggerFactory;

/**
 * The file of the audit. Each line is written through at once; several processes of a machine may
 * share it. Whoever rotates it copies it and cuts it ({@code copytruncate}), since it stays open.
 */
final class AuditFile {
  private static final String NAME = "thaw-audit-file";

  private AuditFile() {}

  /**
   * Sends the lines of the audit to a file from now on, and nowhere else.
   *
   * @throws IOException if it cannot be written
   */
  static void open(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    if (!Files.exists(absolute)) {
      create(absolute);
    }
    if (!Files.isWritable(absolute)) {
      throw new IOException(
          "thaw.http.audit-file (%s) must be a file that can be written.".formatted(file));
    }
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      attach(context, absolute);
    }
  }

  private static void create(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  private static void attach(LoggerContext context, Path file) {
    Logger logger = context.getLogger(Audit.LOGGER);
    Appender<ILoggingEvent> before = logger.getAppender(NAME);
    if (before != null) {
      logger.detachAppender(before);
      before.stop();
    }
    var lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern("%msg%n");
    lines.start();
    var appender = new FileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName(NAME);
    appender.setFile(file.toString());
    appender.setEncoder(lines);
    appender.setImmediateFlush(true);
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }
}
