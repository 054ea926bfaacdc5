package dev.thaw.benchmarks.prediction;

/**
 * A last value to be foretold.
 *
 * @param curve the place of the curve among those that the context has seen; -1 for a configuration
 *     of which nothing is known
 * @param row its row in the table
 * @param age the epochs that are known of it, 0 for none
 * @param group the targets that it is counted with
 * @param truth what it comes to, in the units of the model
 */
record Target(int curve, int row, int age, Group group, double truth) {

  /** Targets of about the same age. */
  enum Group {
    /** About 10 % of the curve is known. */
    TENTH("10 %", 0.1),
    /** About 25 %. */
    QUARTER("25 %", 0.25),
    /** About 50 %. */
    HALF("50 %", 0.5),
    /** Some other share. */
    OTHER("other", Double.NaN),
    /** Nothing: a new configuration. */
    NEW("new", Double.NaN);

    private static final double ABOUT = Math.sqrt(2);

    private final String label;
    private final double share;

    Group(String label, double share) {
      this.label = label;
      this.share = share;
    }

    String label() {
      return label;
    }

    /** The group of what is known to some age out of some epochs: the share within sqrt(2). */
    static Group of(int age, int epochs) {
      if (age == 0) {
        return NEW;
      }
      for (Group group : values()) {
        double wanted = group.share * epochs;
        if (age * ABOUT >= wanted && age < wanted * ABOUT) {
          return group;
        }
      }
      return OTHER;
    }
  }
}
