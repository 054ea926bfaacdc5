package dev.thaw.app.cluster;

import dev.thaw.actors.session.TrialTerms;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.engine.StudyFolder.ClusterMarks;
import dev.thaw.trainer.Trainer;
import dev.thaw.workers.checkpoint.CheckpointStore;
import dev.thaw.workers.checkpoint.CheckpointStores;
import dev.thaw.workers.checkpoint.StoreId;
import dev.thaw.workers.session.StudyPlace;
import dev.thaw.workers.session.StudyPlaces;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each study of a worker in a folder of its own, below one that workers may share. The first
 * who trains a study there takes what its trainer needs into the folder, such as a copy of its
 * code.
 */
public final class NodePlaces implements StudyPlaces {

  private final Path root;
  private final Map<String, Trainer> trainers;
  private final @Nullable String store;
  private final Map<String, TrialTerms> terms = new ConcurrentHashMap<>();
  private final Map<String, StudyPlace> places = new ConcurrentHashMap<>();

  /**
   * Places below a folder of which nothing is written yet.
   *
   * @param root the folder, absolute
   * @param trainers the trainers by name
   */
  public NodePlaces(Path root, Map<String, Trainer> trainers) {
    this(root, trainers, null);
  }

  /**
   * Places below a folder that a worker can write, and that is told apart from others by its {@link
   * StoreId}. One that cannot be written is taken to be shared by all workers.
   *
   * @param problems hears what is wrong with the folder, for people
   */
  public static NodePlaces open(
      Path root, Map<String, Trainer> trainers, Consumer<String> problems) {
    try {
      return new NodePlaces(root, trainers, StoreId.of(root));
    } catch (IOException e) {
      problems.accept(
          """
          folder (%s) must be one that this worker can write: %s. It is taken to be shared by all \
          workers.
          Maybe it belongs to another user, or --dir should name another one.\
          """
              .formatted(root, e));
      return new NodePlaces(root, trainers, null);
    }
  }

  private NodePlaces(Path root, Map<String, Trainer> trainers, @Nullable String store) {
    this.root = root;
    this.trainers = trainers;
    this.store = store;
  }

  @Override
  public @Nullable String store() {
    return store;
  }

  @Override
  public void admit(TrialTerms study) {
    terms.put(study.study(), study);
  }

  @Override
  public StudyPlace of(String study) throws IOException {
    StudyPlace known = places.get(study);
    return known == null ? begin(study) : known;
  }

  private synchronized StudyPlace begin(String study) throws IOException {
    StudyPlace known = places.get(study);
    if (known != null) {
      return known;
    }
    TrialTerms of = terms.get(study);
    if (of == null) {
      throw new IOException("nothing is known of study (%s) on this node.".formatted(study));
    }
    Path folder = root.resolve(study);
    refuseProcess(study, folder);
    Files.createDirectories(folder);
    prepare(of, folder);
    CheckpointStore store =
        CheckpointStores.of(of.checkpoints().store(), study, folder.resolve("checkpoints"));
    var place = new StudyPlace(store, folder);
    places.put(study, place);
    return place;
  }

  /** Two studies of one name would delete each other's checkpoints. */
  private static void refuseProcess(String study, Path folder) throws IOException {
    if (new StudyFolder(folder).isOfProcess()) {
      throw new IOException(
          """
          folder (%s) must not be one in which thaw run keeps a study.
          Maybe give the study of the cluster another name (--set study=%s-2), or this node another \
          folder (thaw node --dir).\
          """
              .formatted(folder, study));
    }
  }

  /**
   * Workers of several machines may do so at once in a shared folder: one does, the others wait.
   */
  private void prepare(TrialTerms of, Path folder) throws IOException {
    Path begun = folder.resolve(ClusterMarks.BEGUN);
    Trainer trainer = trainers.get(of.trainer());
    if (trainer == null || Files.exists(begun)) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(ClusterMarks.LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(begun)) {
        trainer.begin(of.options(), new LinkedHashSet<>(of.parameters()), folder);
        Files.writeString(begun, "");
      }
    }
  }
}
