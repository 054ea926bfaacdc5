package dev.thaw.app.ensemble;

import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.workers.checkpoint.CheckpointLookup;
import dev.thaw.workers.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of a study's trials, as their checkpoints hold them: files {@code
 * predictions-EPOCH.npy} or {@code .json}, of which the newest epoch counts. Of each trial the
 * checkpoint with its best value is looked at; of trials that were given up none.
 *
 * @param members the trials with predictions, by their best value, the best first
 * @param without how many trials have a checkpoint without predictions
 * @param left how many more are left out for want of memory, the worst of all
 */
public record StudyLibrary(List<Member> members, int without, int left) {

  private static final Pattern NAME = Pattern.compile("predictions-([0-9]{1,9})\\.(?:npy|json)");

  /** How many numbers are kept in memory at most: 400 MB. */
  private static final long NUMBERS_MAX = 50_000_000;

  public StudyLibrary {
    members = List.copyOf(members);
  }

  /**
   * A trial that has predictions.
   *
   * @param trial its number
   * @param epoch the epoch that they are of
   * @param checkpoint the checkpoint that holds them and the model
   * @param rows what is predicted for each row of the validation data
   */
  @SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
  public record Member(int trial, int epoch, CheckpointRef checkpoint, double[][] rows) {}

  /**
   * Collects predictions.
   *
   * @param store where the study's checkpoints lie
   * @throws IOException if a file with predictions cannot be read, or the store cannot be reached
   */
  public static StudyLibrary of(StudyState state, CheckpointStore store) throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (!trial.gaveUp() && trial.bestEpoch() > 0 && checkpoint(trial) != null) {
        trials.add(trial);
      }
    }
    trials.sort(
        Comparator.comparingDouble(
                (Trial trial) -> state.score(trial.curve().value(trial.bestEpoch())))
            .thenComparing(Trial::number));
    List<Member> members = new ArrayList<>();
    long numbers = 0;
    for (int i = 0; i < trials.size(); i++) {
      if (numbers > NUMBERS_MAX) {
        return new StudyLibrary(members, i - members.size(), trials.size() - i);
      }
      Optional<Member> member = read(trials.get(i), store);
      if (member.isPresent()) {
        members.add(member.get());
        numbers += (long) member.get().rows().length * member.get().rows()[0].length;
      }
    }
    return new StudyLibrary(members, trials.size() - members.size(), 0);
  }

  private static @Nullable CheckpointRef checkpoint(Trial trial) {
    return trial.best() == null ? trial.latest() : trial.best();
  }

  private static Optional<Member> read(Trial trial, CheckpointStore store) throws IOException {
    CheckpointRef checkpoint = Objects.requireNonNull(checkpoint(trial));
    if (!(store.open(checkpoint.writtenBy(trial.number()), checkpoint)
        instanceof CheckpointLookup.Intact(var stored))) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(stored.directory())) {
      Optional<Path> newest =
          files
              .filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches())
              .max(Comparator.comparingInt(StudyLibrary::epoch));
      return newest.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Member(
                  trial.number(),
                  epoch(newest.get()),
                  checkpoint,
                  PredictionFile.read(newest.get())));
    }
  }

  private static int epoch(Path file) {
    Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
