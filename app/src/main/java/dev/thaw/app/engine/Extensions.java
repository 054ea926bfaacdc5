package dev.thaw.app.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.spec.BudgetChanges;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of the budget of a study that another process runs: handed over as small files in the
 * study's folder, and answered there.
 */
public final class Extensions {

  private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REQUEST = ".request.json";
  private static final String ANSWER = ".answer.txt";
  private static final String DONE = "done ";
  private static final String REFUSED = "refused ";
  private static final Duration STEP = Duration.ofMillis(50);

  private final Path directory;

  /** The changes of one study. */
  public Extensions(StudyFolder folder) {
    this.directory = folder.directory().resolve("extensions");
  }

  /**
   * A change that somebody waits for.
   *
   * @param until when nobody does any more, in milliseconds since 1970
   * @param change the texts by key
   */
  private record Request(long until, Map<String, String> change) {}

  /** Makes a change, or refuses it. */
  @FunctionalInterface
  public interface Study {
    /** Waits until the change is durable, and returns the budget as it is then. */
    Budget extend(BudgetChange change)
        throws InterruptedException,
            LocalStudy.StudyRefusedException,
            LocalStudy.StudyFailedException;
  }

  /** Forgets answers that nobody fetched. */
  public void sweep() {
    try {
      for (Path answer : files(ANSWER)) {
        Files.deleteIfExists(answer);
      }
    } catch (IOException unswept) {
      LOG.warn("answers that nobody fetched stay in {}", directory, unswept);
    }
  }

  /** Answers all that is waiting to be answered. */
  public void serve(Study study) throws InterruptedException {
    try {
      for (Path request : files(REQUEST)) {
        serve(study, request);
      }
    } catch (IOException unlisted) {
      LOG.warn("changes of the budget cannot be looked for in {}", directory, unlisted);
    }
  }

  private void serve(Study study, Path file) throws InterruptedException {
    try {
      byte[] text = Files.readAllBytes(file);
      Files.delete(file); // A bad one must not be met again.
      Request request = JSON.readValue(text, Request.class);
      if (System.currentTimeMillis() < request.until()) {
        String name = file.getFileName().toString();
        write(directory.resolve(name.replace(REQUEST, ANSWER)), answer(study, request.change()));
      }
    } catch (IOException broken) {
      LOG.warn("a change of the budget cannot be read or answered: {}", file, broken);
    }
  }

  private static String answer(Study study, Map<String, String> texts)
      throws InterruptedException, IOException {
    try {
      Budget budget = study.extend(BudgetChanges.read(texts, ZoneOffset.UTC, Instant.now()));
      return DONE + JSON.writeValueAsString(StudySummary.Limits.of(budget));
    } catch (IllegalArgumentException
        | LocalStudy.StudyRefusedException
        | LocalStudy.StudyFailedException refused) {
      return REFUSED + refused.getMessage();
    }
  }

  private List<Path> files(String ending) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /**
   * Asks the process that runs the study, and waits for its answer.
   *
   * @return what the study may spend then; nothing if nobody answered in time
   * @throws IllegalArgumentException if the change was refused; the message says why
   */
  public Optional<StudySummary.Limits> ask(BudgetChange change, Duration patience)
      throws InterruptedException {
    String id = UUID.randomUUID().toString();
    Path request = directory.resolve(id + REQUEST);
    Path answer = directory.resolve(id + ANSWER);
    try {
      Files.createDirectories(directory);
      long until = System.currentTimeMillis() + patience.toMillis();
      write(request, JSON.writeValueAsString(new Request(until, BudgetChanges.write(change))));
      for (long left = patience.dividedBy(STEP); left > 0; left--) {
        if (Files.exists(answer)) {
          String said = Files.readString(answer);
          Files.delete(answer);
          return Optional.of(limits(said));
        }
        Thread.sleep(STEP.toMillis());
      }
      Files.deleteIfExists(request);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StudySummary.Limits limits(String said) throws IOException {
    if (said.startsWith(REFUSED)) {
      throw new IllegalArgumentException(said.substring(REFUSED.length()));
    }
    return JSON.readValue(said.substring(DONE.length()), StudySummary.Limits.class);
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
