package dev.thaw.core.bracket;

/**
 * Where a trial stands in a rung: ordered by score, then by trial number.
 *
 * @param score the objective to be minimised; finite
 * @param trial the trial's number
 */
public record Standing(double score, int trial) implements Comparable<Standing> {

  @Override
  public int compareTo(Standing other) {
    int byScore = Double.compare(score, other.score);
    return byScore != 0 ? byScore : Integer.compare(trial, other.trial);
  }
}
