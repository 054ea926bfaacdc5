package dev.thaw.app.desk;

import java.util.List;

/** What a process says of itself. Asked often, from any thread; must answer at once. */
public interface NodeHealth {

  /** Whether it can go on at all; if not, whoever started it should start it again. */
  Report live();

  /** Whether it takes part in the work: joined the cluster, journal open, not leaving. */
  Report ready();

  /**
   * An answer.
   *
   * @param reasons what is wrong, a sentence each; empty if all is well
   */
  record Report(List<String> reasons) {

    public Report {
      reasons = List.copyOf(reasons);
    }

    /** All is well. */
    public static Report well() {
      return new Report(List.of());
    }

    /** Whether all is well. */
    public boolean isWell() {
      return reasons.isEmpty();
    }
  }
}
