package dev.thaw.app.engine;

import dev.thaw.app.report.StudyReport;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.RaisedBudget;
import dev.thaw.app.spec.SpecChange;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.Places;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one study leaves on the disk.
 *
 * @param directory the folder
 */
public record StudyFolder(Path directory) {

  private static final String SPEC = "spec.json";
  private static final String LOCK = "owner.lock";
  private static final String LOG = "thaw.log";

  /** What only the workers of a cluster leave: what is begun, and who begins it now. */
  private static final List<String> CLUSTER = List.of(ClusterMarks.BEGUN, ClusterMarks.LOCK);

  /** The names of the files by which the folder of a cluster's study is known. */
  public static final class ClusterMarks {

    /** There once the study's trainer has what it needs. */
    public static final String BEGUN = "begun";

    /** Whoever has the lock of it may begin the study. */
    public static final String LOCK = "begin.lock";

    private ClusterMarks() {}
  }

  public StudyFolder {
    directory = directory.toAbsolutePath().normalize();
  }

  /** Where the parts of the study lie. */
  public Places places() {
    return Places.in(directory);
  }

  /** The log of the processes that ran the study. */
  public Path log() {
    return directory.resolve(LOG);
  }

  /** The spec as it was resolved when the study was begun. */
  public Path spec() {
    return directory.resolve(SPEC);
  }

  /** Whether a study was begun here. */
  public boolean holdsStudy() {
    return Files.exists(spec());
  }

  /** Whether the workers of a cluster train a study here; its spec and journal are elsewhere. */
  public boolean isOfCluster() {
    return CLUSTER.stream().anyMatch(mark -> Files.exists(directory.resolve(mark)));
  }

  /** Whether a single process runs a study here, or did, or was about to. */
  public boolean isOfProcess() {
    return holdsStudy()
        || Files.exists(directory.resolve(LOCK))
        || Files.exists(places().journal());
  }

  /** Writes the spec of a new study. */
  public void prepare(StudySpec wanted) throws IOException {
    Files.createDirectories(directory);
    write(spec(), SpecJson.text(wanted));
  }

  /**
   * The study that was begun here.
   *
   * @throws BadSpecException if its spec cannot be read any more
   */
  public StudySpec begun() throws BadSpecException {
    return SpecReader.read(spec(), List.of());
  }

  /**
   * What the study here is to spend, for one that is wanted; empty if it is the same study.
   *
   * @throws ChangedSpecException if they differ in more than limits of the budget
   */
  public Optional<RaisedBudget> raisedBy(StudySpec wanted)
      throws IOException, BadSpecException, ChangedSpecException {
    List<SpecChange> changes =
        SpecJson.diff(SpecJson.parse(Files.readString(spec())), SpecJson.tree(wanted));
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    Optional<RaisedBudget> raised = RaisedBudget.between(begun(), wanted);
    if (raised.isEmpty()) {
      throw new ChangedSpecException(directory, changes);
    }
    return raised;
  }

  /** Leaves the report of the study here, in place of an older one. */
  public void keep(StudyReport report) throws IOException {
    Places places = places();
    Files.createDirectories(directory);
    write(places.report(), report.html());
    write(places.reportMarkdown(), report.markdown());
    write(places.reportJson(), report.json());
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Takes possession of the study until the result is closed, or the process dies.
   *
   * @throws FolderBusyException if another process has it
   */
  public Ownership own() throws IOException, FolderBusyException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException ownedByThisProcess) {
      // Answered below, as for any other owner.
    }
    if (lock == null) {
      channel.close();
      throw new FolderBusyException(directory);
    }
    return new Ownership(channel);
  }

  /** Whether another process runs the study now. */
  public boolean isOwned() throws IOException {
    if (!Files.exists(directory.resolve(LOCK))) {
      return false;
    }
    try (var _ = own()) {
      return false;
    } catch (FolderBusyException busy) {
      return true;
    }
  }

  /** The right to run the study; closing gives it back. */
  public record Ownership(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Another process runs the study. */
  public static final class FolderBusyException extends Exception {
    FolderBusyException(Path directory) {
      super(
          """
          another process is running the study in %s.
          Maybe watch it with: thaw show --dir %s\
          """
              .formatted(directory, directory));
    }
  }

  /** The folder holds a study with another spec. */
  public static final class ChangedSpecException extends Exception {

    private static final String ONLY_LIMITS =
        " Limits of a budget can be raised, if nothing else is changed.";

    ChangedSpecException(Path directory, List<SpecChange> changes) {
      super(
          """
          the study in %s was begun with another spec:
          %s
          Maybe undo the change, or begin another study, in a folder of its own.%s\
          """
              .formatted(
                  directory,
                  String.join("\n", changes.stream().map(change -> "  " + change).toList()),
                  changes.stream().anyMatch(RaisedBudget::isLimit) ? ONLY_LIMITS : ""));
    }
  }
}
