package dev.thaw.core.proposer;

/**
 * Squared distances of points from one place, and from what differs from that place in a few
 * inputs: only these are looked at.
 */
final class NearbyDistances {

  /** For each input, that of every point. */
  private final double[][] columns;

  private final double[] place;
  private final double[] squared;

  /** Distances from a place of the same width as the points. */
  NearbyDistances(double[][] points, double[] place) {
    this.place = place;
    columns = new double[place.length][points.length];
    squared = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < place.length; j++) {
        columns[j][i] = points[i][j];
        squared[i] += (points[i][j] - place[j]) * (points[i][j] - place[j]);
      }
    }
  }

  /** The squared distance of each point from another place. */
  double[] from(double[] other) {
    double[] distances = squared.clone();
    for (int j = 0; j < other.length; j++) {
      if (other[j] != place[j]) {
        move(distances, columns[j], place[j], other[j]);
      }
    }
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.max(0, distances[i]);
    }
    return distances;
  }

  /** (x - to)² - (x - from)² = (to - from) (to + from - 2x). */
  private static void move(double[] distances, double[] column, double from, double to) {
    double difference = to - from;
    double sum = to + from;
    for (int i = 0; i < distances.length; i++) {
      distances[i] += difference * (sum - 2 * column[i]);
    }
  }
}
