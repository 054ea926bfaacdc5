package dev.thaw.app.cli;

import dev.thaw.app.engine.LocalStudy;
import dev.thaw.app.engine.NoSlots;
import dev.thaw.app.engine.StatusKeeper;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.engine.StudyLog;
import dev.thaw.app.engine.StudyWatch;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** A study of a folder that no process runs: this one opens it, and trains nothing. */
final class AloneStudy {

  private AloneStudy() {}

  /** Changes a study. */
  @FunctionalInterface
  interface Change<T> {
    /** Returns once the change is durable. */
    T make(LocalStudy study)
        throws InterruptedException,
            LocalStudy.StudyRefusedException,
            LocalStudy.StudyFailedException;
  }

  /**
   * Changes a study, and keeps its status as it is then.
   *
   * @param made whether a state shows the change
   * @throws UserMistake if it is refused, or another process has begun to run the study
   */
  static <T> T change(StudyFolder folder, Change<T> change, BiPredicate<StudyState, T> made)
      throws IOException, InterruptedException {
    try (var _ = folder.own()) {
      StudyLog.writeTo(folder.log());
      return changeOwned(folder, change, made);
    } catch (StudyFolder.FolderBusyException busy) {
      throw new UserMistake(String.valueOf(busy.getMessage()), ExitCode.BUSY);
    } catch (LocalStudy.StudyFrozenException frozen) {
      throw new UserMistake(String.valueOf(frozen.getMessage()), ExitCode.FROZEN);
    } catch (LocalStudy.StudyFailedException failed) {
      throw new UserMistake(String.valueOf(failed.getMessage()), ExitCode.FAULT);
    } catch (LocalStudy.StudyRefusedException | BadSpecException refused) {
      throw new UserMistake(String.valueOf(refused.getMessage()));
    }
  }

  /** The same of a study that this process owns already. */
  static <T> T changeOwned(StudyFolder folder, Change<T> change, BiPredicate<StudyState, T> made)
      throws BadSpecException,
          InterruptedException,
          LocalStudy.StudyRefusedException,
          LocalStudy.StudyFailedException {
    StudySpec begun = folder.begun();
    var watcher = StudyWatch.begin(begun, folder);
    try (var opened = LocalStudy.open(begun, folder, new NoSlots(), watcher)) {
      T answer = change.make(opened);
      keep(folder, watcher, state -> made.test(state, answer));
      return answer;
    }
  }

  /** What the study hears of its own rows comes a moment after they are durable. */
  private static void keep(StudyFolder folder, StudyWatch watcher, Predicate<StudyState> made)
      throws InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      Watched newest = watcher.newest();
      if (newest != null && made.test(newest.state())) {
        new StatusKeeper(folder).keep(newest);
        return;
      }
      Thread.sleep(20);
    }
  }
}
