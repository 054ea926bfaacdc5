package dev.thaw.app.engine;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.spec.BudgetChanges;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.study.StudyCommand;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people ask of a study that another process runs: changes of its budget, and commands. Handed
 * over as small files in the study's folder, and answered there.
 */
public final class Requests {

  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
  private static final String REQUEST = ".request.json";
  private static final String ANSWER = ".answer.txt";
  private static final String DONE = "done ";
  private static final String REFUSED = "refused ";
  private static final Duration STEP = Duration.ofMillis(50);

  /** After how many steps to look whether anybody is there. */
  private static final int LOOK = 20;

  private final StudyFolder folder;
  private final Path directory;

  /** The requests to one study. */
  public Requests(StudyFolder folder) {
    this.folder = folder;
    this.directory = folder.directory().resolve("requests");
  }

  /**
   * Something that somebody waits for.
   *
   * @param until when nobody does any more, in milliseconds since 1970
   * @param change of the budget, the texts by key; null if it is a command
   * @param command what to do, see {@link CommandText}; null if it is a change of the budget
   * @param key the command is carried out once for each; null to carry it out in any case
   */
  private record Request(
      long until,
      @Nullable Map<String, String> change,
      @Nullable Map<String, Object> command,
      @Nullable String key) {}

  /** Does what is asked, or refuses it. */
  public interface Study {
    /** Waits until the change is durable, and returns the budget as it is then. */
    Budget extend(BudgetChange change)
        throws InterruptedException,
            LocalStudy.StudyRefusedException,
            LocalStudy.StudyFailedException;

    /**
     * Waits until the command is durable.
     *
     * @param key it is carried out once for each; null to carry it out in any case
     */
    void command(StudyCommand command, @Nullable String key)
        throws InterruptedException,
            LocalStudy.StudyRefusedException,
            LocalStudy.StudyFailedException;

    /** Waits until the end of the study is decided. */
    void stop()
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
      LOG.warn("requests cannot be looked for in {}", directory, unlisted);
    }
  }

  private void serve(Study study, Path file) throws InterruptedException {
    try {
      byte[] text = Files.readAllBytes(file);
      Files.delete(file); // A bad one must not be met again.
      Request request = JSON.readValue(text, Request.class);
      if (System.currentTimeMillis() < request.until()) {
        String name = file.getFileName().toString();
        write(directory.resolve(name.replace(REQUEST, ANSWER)), answer(study, request));
      }
    } catch (IOException broken) {
      LOG.warn("a request cannot be read or answered: {}", file, broken);
    }
  }

  private static String answer(Study study, Request request)
      throws InterruptedException, IOException {
    try {
      if (request.change() != null) {
        Budget budget =
            study.extend(BudgetChanges.read(request.change(), ZoneOffset.UTC, Instant.now()));
        return DONE + JSON.writeValueAsString(StudySummary.Limits.of(budget));
      }
      Map<String, Object> command = request.command() == null ? Map.of() : request.command();
      if (command.equals(CommandText.STOP)) {
        study.stop();
      } else {
        study.command(CommandText.read(command), request.key());
      }
      return DONE;
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
    Optional<String> said = ask(patience, BudgetChanges.write(change), null, null);
    try {
      return said.isPresent()
          ? Optional.of(JSON.readValue(said.get(), StudySummary.Limits.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives a command to the process that runs the study, and waits until it is carried out.
   *
   * @param command null to end the study gracefully
   * @param key the command is carried out once for each; null to carry it out in any case
   * @return whether anybody answered in time; not if the folder belongs to nobody any more
   * @throws IllegalArgumentException if the command was refused; the message says why
   */
  public boolean give(@Nullable StudyCommand command, @Nullable String key, Duration patience)
      throws InterruptedException {
    var text = command == null ? CommandText.STOP : CommandText.write(command);
    return ask(patience, null, text, key).isPresent();
  }

  private Optional<String> ask(
      Duration patience,
      @Nullable Map<String, String> change,
      @Nullable Map<String, Object> command,
      @Nullable String key)
      throws InterruptedException {
    String id = UUID.randomUUID().toString();
    Path request = directory.resolve(id + REQUEST);
    Path answer = directory.resolve(id + ANSWER);
    try {
      Files.createDirectories(directory);
      long until = System.currentTimeMillis() + patience.toMillis();
      write(request, JSON.writeValueAsString(new Request(until, change, command, key)));
      for (long left = patience.dividedBy(STEP); left > 0; left--) {
        if (Files.exists(answer)) {
          String said = Files.readString(answer);
          Files.delete(answer);
          return Optional.of(done(said));
        }
        if (left % LOOK == 0 && !folder.isOwned() && Files.deleteIfExists(request)) {
          return Optional.empty(); // Whoever had the folder left without having seen it.
        }
        Thread.sleep(STEP.toMillis());
      }
      Files.deleteIfExists(request);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String done(String said) {
    if (said.startsWith(REFUSED)) {
      throw new IllegalArgumentException(said.substring(REFUSED.length()));
    }
    return said.substring(DONE.length());
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
