package dev.thaw.app.api;

import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.ServerAccess;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.Durations;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where studies are handed in: on this machine, or at a server. Closing it ends what it runs on
 * this machine in good order, trials frozen at their last checkpoints; the same submission goes on.
 */
public final class Thaw implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Thaw.class.getName());

  /** Where studies of this machine lie, as those of the command line do. */
  private static final Path STUDIES = Path.of("studies");

  private final @Nullable Path folder;
  private final @Nullable RemoteDesk desk;
  private final List<Study> opened = new ArrayList<>();
  private volatile Duration patience = Patience.USUAL;

  private Thaw(@Nullable Path folder, @Nullable RemoteDesk desk) {
    this.folder = folder;
    this.desk = desk;
  }

  /** Runs studies on this machine, each in {@code studies/NAME}. */
  public static Thaw local() {
    return local(STUDIES);
  }

  /** Runs studies on this machine, each in a folder of its name below this one. */
  public static Thaw local(Path folder) {
    return new Thaw(folder, null);
  }

  /**
   * Hands studies to a server. Nothing is sent yet. The token is that of the variable {@code
   * THAW_TOKEN}, or else of the file {@code ~/.config/thaw/token}, and none if there is neither.
   *
   * @throws IllegalArgumentException if it is no URL of a server, or the token or the certificates
   *     cannot be meant
   */
  public static Thaw connect(URI server) {
    return connect(server, System.getenv(), ServerAccess.home());
  }

  static Thaw connect(URI server, Map<String, String> environment, Path home) {
    return connect(server, ServerAccess.token(environment, home).orElse(null), environment);
  }

  /**
   * Hands studies to a server. Nothing is sent yet. Besides whom this Java believes, servers are
   * believed whose certificates those of the file {@code THAW_SERVER_CA} have signed.
   *
   * @param token one that {@code thaw token create} made; null for none
   * @throws IllegalArgumentException if it is no URL of a server, or the certificates cannot be
   *     read
   */
  public static Thaw connect(URI server, @Nullable String token) {
    return connect(server, token, System.getenv());
  }

  private static Thaw connect(URI server, @Nullable String token, Map<String, String> environment) {
    return new Thaw(
        null, RemoteDesk.at(server.toString(), token, ServerAccess.authorities(environment)));
  }

  /**
   * How long a server may be away, or too busy to answer, before what waits for it fails: training,
   * waiting and watching. 2 minutes unless this is called; for studies that are opened afterwards.
   *
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public Thaw patience(Duration longest) {
    if (longest.isNegative()) {
      throw new IllegalArgumentException(
          "patience (%s) must not be negative.".formatted(Durations.print(longest)));
    }
    patience = longest;
    return this;
  }

  /**
   * Hands a study in, and lets it run. The same study again is found as it is, and goes on if it
   * runs on this machine; there it may have larger limits of its budget than before, and goes on
   * with these, also if it had ended. A study of a server is given more by {@link Study#extend}.
   *
   * @throws IllegalArgumentException with all that is wrong with it, before anything has begun
   * @throws IllegalStateException if another process runs it on this machine
   * @throws dev.thaw.app.desk.RefusedException if the server refuses it
   */
  public Study submit(StudyDraft study) {
    return submit(study.spec());
  }

  /**
   * The same, of a file in YAML; its commands and folders are looked for as by the command line.
   */
  public Study submit(Path yaml) {
    StudySpec spec = read(yaml);
    return folder == null ? submit(spec) : run(spec, yaml);
  }

  /** The same, of a study that was read already. */
  public Study submit(StudySpec study) {
    if (desk != null) {
      Submission unused = Study.get(desk.submit(study));
      return new Study(study.name(), new ServerPlace(desk, study.name(), patience));
    }
    try {
      Path file = Files.createTempFile("thaw-", ".json");
      try {
        Files.writeString(file, SpecJson.text(study));
        return run(study, file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException unwritten) {
      throw new UncheckedIOException(unwritten);
    }
  }

  /** Hands a study in without waiting for the answer. */
  public CompletionStage<Study> submitAsync(StudyDraft study) {
    StudySpec spec = study.spec();
    return CompletableFuture.supplyAsync(() -> submit(spec));
  }

  /**
   * Hands a study in that is trained in this process, by a function; waits for its end. A study is
   * known by its name and by what it searches, and not by the function: one that had ended is
   * returned as it is, {@link Study#hadEnded} and the log say so, and nothing is trained. Give
   * another function another name, or a larger budget to search on.
   *
   * @param study without a trainer
   * @return the study, which has ended
   */
  public Study optimize(StudyDraft study, Objective objective) {
    StudySpec spec = study.with("trainer", Map.of("name", "asked")).spec();
    Study asked = submit(spec);
    if (asked.status().state().equals("ended")) {
      LOG.log(
          System.Logger.Level.INFO,
          "study ({0}) had ended before: what it found then is returned, and nothing was trained."
              + " Maybe give another function another name, or raise the budget.",
          spec.name());
      return asked.thatHadEnded();
    }
    asked.train(objective, spec.resources().slots());
    StudySummary unused = asked.await();
    return asked;
  }

  /**
   * A study of the server by its name. Nothing is sent yet.
   *
   * @throws IllegalStateException if studies run on this machine: submit them
   */
  public Study study(String name) {
    if (desk == null) {
      throw new IllegalStateException("studies of this machine must be submitted.");
    }
    return new Study(name, new ServerPlace(desk, name, patience));
  }

  private static StudySpec read(Path yaml) {
    try {
      return SpecReader.read(yaml, List.of());
    } catch (BadSpecException bad) {
      throw new IllegalArgumentException(bad.getMessage(), bad);
    }
  }

  private Study run(StudySpec spec, Path file) {
    Path its = Objects.requireNonNull(folder).resolve(spec.name()).toAbsolutePath();
    Engine engine;
    try {
      engine = Engine.start(file.toAbsolutePath(), its);
    } catch (IOException unstarted) {
      throw new UncheckedIOException(unstarted);
    }
    try {
      var study = new Study(spec.name(), EnginePlace.of(spec.name(), its, engine, patience));
      synchronized (opened) {
        opened.add(study);
      }
      return study;
    } catch (RuntimeException refused) {
      engine.close();
      throw refused;
    }
  }

  @Override
  public void close() {
    synchronized (opened) {
      opened.forEach(Study::close);
      opened.clear();
    }
    if (desk != null) {
      desk.close();
    }
  }
}
