package dev.thaw.core.forecast;

/** Mean and spread of numbers that come one by one (Welford 1962). */
final class Moments {

  private long count;
  private double mean;
  private double squares;

  void add(double number) {
    count++;
    double off = number - mean;
    mean += off / count;
    squares += off * (number - mean);
  }

  long count() {
    return count;
  }

  /** The mean; 0 before the first number. */
  double mean() {
    return mean;
  }

  /** The sum of the squared distances from the mean. */
  double squares() {
    return squares;
  }

  /** The standard deviation; the given one as long as there are not two numbers. */
  double deviation(double otherwise) {
    return count < 2 ? otherwise : Math.sqrt(squares / (count - 1));
  }
}
