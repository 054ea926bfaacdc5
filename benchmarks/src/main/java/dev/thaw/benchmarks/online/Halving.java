package dev.thaw.benchmarks.online;

import dev.thaw.core.online.History;
import dev.thaw.core.online.Knobs;
import dev.thaw.core.random.Draws;
import dev.thaw.workers.session.OnlineSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A search for the learning rate and momentum over whole trainings, each with the step schedule: in
 * a bracket of Hyperband nine draws train for a ninth of the epochs, the best three on to a third,
 * the best one to the end. A further bracket draws from ranges that are a tenth as wide, around
 * what won before: the other way to read Hyperdyn's rival whose range shrinks.
 *
 * @param brackets how many, at least 1
 */
record Halving(Task task, Arm arm, int brackets) {

  private static final int ETA = 3;
  private static final int DRAWS = 9;
  private static final double SHRINK = 0.1;

  /** One training; its epochs by their places among all that were trained. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares candidates.
  private record Candidate(double[] place, OnlineSession session, List<Integer> at) {
    double score() {
      History history = session.history();
      return history.score(history.size());
    }
  }

  /**
   * Runs all brackets, one training after another in each rung; what is kept is the training that
   * ends best.
   *
   * @param begin what all trainings have in common
   * @param scratch an absolute folder for states
   * @throws Exception if the trainer fails
   */
  Run train(Map<String, Object> begin, long seed, int epochs, Path scratch) throws Exception {
    var rows = new ArrayList<Run.Row>();
    var winners = new ArrayList<Candidate>();
    for (int bracket = 0; bracket < brackets; bracket++) {
      var running = new ArrayList<Candidate>();
      try {
        for (int i = 0; i < DRAWS; i++) {
          double[] place = place(seed, bracket, i, winners);
          Map<String, Object> values = new TreeMap<>(begin);
          values.putAll(Knobs.from(arm.knobs()).at(place));
          int number = bracket * DRAWS + i;
          running.add(
              new Candidate(
                  place,
                  task.open(arm.following("step"), values, seed, epochs, scratch, number),
                  new ArrayList<>()));
        }
        winners.add(bracket(List.copyOf(running), epochs, rows));
      } finally {
        running.forEach(candidate -> candidate.session.close());
      }
    }
    best(winners).at.forEach(i -> rows.set(i, rows.get(i).onPath()));
    return new Run(rows);
  }

  private static double[] place(long seed, int bracket, int index, List<Candidate> winners) {
    Draws draws = Draws.of(seed, "bracket " + bracket, index);
    double width = Math.pow(SHRINK, bracket);
    double[] place = new double[2];
    for (int j = 0; j < place.length; j++) {
      double middle = winners.isEmpty() ? 0 : best(winners).place[j];
      double low = Math.clamp(middle - width / 2, 0.0, 1 - width);
      place[j] = low + width * draws.uniform(j);
    }
    return place;
  }

  private static Candidate bracket(List<Candidate> all, int epochs, List<Run.Row> rows)
      throws Exception {
    List<Candidate> left = all;
    int part = DRAWS;
    while (true) {
      int until = Math.ceilDiv(epochs, part);
      for (Candidate candidate : left) {
        while (candidate.session.history().size() < until) {
          var unused = candidate.session.trainEpoch(candidate.at.size() + 1);
          candidate.at.add(rows.size());
          History history = candidate.session.history();
          rows.add(Run.row(history, history.size(), false));
        }
      }
      if (part == 1) {
        return best(left);
      }
      part /= ETA;
      left =
          left.stream().sorted(Comparator.comparingDouble(Candidate::score)).limit(part).toList();
    }
  }

  /** The first of the best. */
  private static Candidate best(List<Candidate> candidates) {
    return candidates.stream().min(Comparator.comparingDouble(Candidate::score)).orElseThrow();
  }
}
