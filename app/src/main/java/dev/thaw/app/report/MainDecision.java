package dev.thaw.app.report;

/**
 * A decision that is worth a picture.
 *
 * @param decision the decision
 * @param why what makes it so
 */
record MainDecision(GuidedDecision decision, Why why) {

  /** What makes a decision worth a picture. */
  enum Why {
    /** It was for the trial that turned out best. */
    BEST_TRIAL("best trial"),
    /** The best value of the study improved by much in what it let train. */
    IMPROVEMENT("improvement"),
    /** A later value was far outside of its band. */
    SURPRISE("surprise");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
