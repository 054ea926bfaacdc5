package dev.thaw.app.api;

import java.nio.file.Path;

/** Trains one trial in this process. Called in one thread for each slot of the study. */
@FunctionalInterface
public interface Objective {

  /**
   * Trains until the study says that the trial is over, or frozen: until {@link Training#epochs}
   * has no next one. A frozen trial comes back later, in another call.
   *
   * @throws InfeasibleException if these parameters cannot be trained at all
   * @throws Exception if something went wrong; the trial is tried again, as often as the study says
   */
  void train(Training trial) throws Exception;

  /** The parameters of a trial cannot be trained: the search learns from that. */
  final class InfeasibleException extends Exception {
    /** Says why. */
    public InfeasibleException(String why) {
      super(why);
    }
  }

  /** Writes what is needed to go on. */
  @FunctionalInterface
  interface Saving {
    /**
     * Writes into an empty folder.
     *
     * @throws Exception if it cannot be written; the trial is then trained again from its start
     */
    void save(Path folder) throws Exception;
  }
}
