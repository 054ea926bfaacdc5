package dev.thaw.core.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of the training time of a study.
 *
 * @param number its number, from 0
 * @param seconds how much of it each trial had
 * @param depths how far trials were trained, by the time that they had at that depth
 */
record Slice(int number, SortedMap<Integer, Double> seconds, Weighted depths) {

  private Slice(int number) {
    this(number, new TreeMap<>(), new Weighted());
  }

  /** The slices of epochs that follow one another and end at {@code total}. */
  static List<Slice> of(List<SettlingReader.TrainedEpoch> epochs, double total) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < Settling.SLICES; i++) {
      slices.add(new Slice(i));
    }
    for (SettlingReader.TrainedEpoch epoch : epochs) {
      int last = number(epoch.to(), total);
      for (int i = number(epoch.from(), total); i <= last; i++) {
        double from = Math.max(epoch.from(), total * i / Settling.SLICES);
        double to = Math.min(epoch.to(), total * (i + 1) / Settling.SLICES);
        slices.get(i).add(epoch, Math.max(0, to - from));
      }
    }
    return slices;
  }

  private static int number(double moment, double total) {
    return Math.clamp((long) (moment / total * Settling.SLICES), 0, Settling.SLICES - 1);
  }

  private void add(SettlingReader.TrainedEpoch epoch, double share) {
    if (share > 0) {
      seconds.merge(epoch.trial(), share, Double::sum);
      depths.add(epoch.depth(), share);
    }
  }
}
