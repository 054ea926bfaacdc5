package dev.thaw.benchmarks.search;

import dev.thaw.app.simulate.CurveTable;

/** What a search is given, and what its regret is drawn over. */
enum Clock {
  /** Epochs of all workers together. */
  EPOCHS("epochs"),
  /** Virtual seconds of all workers together. */
  SECONDS("seconds");

  private final String title;

  Clock(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** What a full training takes: the epochs of any row, or the seconds of a median one. */
  double training(CurveTable table) {
    return this == EPOCHS ? table.epochs() : table.medianTrainingSeconds();
  }
}
