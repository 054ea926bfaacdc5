package dev.thaw.benchmarks.faults;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.thaw.app.cluster.Audit;
import dev.thaw.app.cluster.FaultRun;
import dev.thaw.app.cluster.Idle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the cluster of one seed, as its result file says it.
 *
 * @param plan the plan in words
 * @param longLeases whether leases outlasted the faults' fail-overs
 * @param leftOut the kinds of faults that this machine does not permit
 * @param problem why it did not come to its end; null if it did
 * @param findings what is wrong with the journal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SeedResult(
    long seed,
    String plan,
    boolean longLeases,
    List<String> leftOut,
    @Nullable String problem,
    List<String> findings,
    List<FaultResult> faults,
    int rows,
    int trials,
    int epochs,
    int retrained,
    int trained,
    int leases,
    int takeOvers,
    List<Long> overlapsMs,
    double seconds) {

  /**
   * One fault.
   *
   * @param where the nodes that it befell
   * @param lengthMs for how long its cause lasted
   * @param takeOverMs from its beginning to the first row of a new owner of the study; null if
   *     nobody took over
   * @param workingMs from the end of its cause until everybody trained again; null if never
   * @param sparedSlots how many slots it spared
   * @param idleMs for how long nobody trained in those, summed over them, until everybody did
   * @param longestIdleMs the longest time in which nobody trained in one of them
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record FaultResult(
      String kind,
      List<String> where,
      String at,
      long lengthMs,
      @Nullable Long takeOverMs,
      @Nullable Long workingMs,
      int sparedSlots,
      long idleMs,
      long longestIdleMs) {}

  static SeedResult of(FaultRun.Result run, List<String> leftOut, double seconds) {
    Audit.Result audit = run.audit();
    return new SeedResult(
        run.plan().seed(),
        run.plan().toString(),
        run.plan().longLeases(),
        leftOut,
        run.problem(),
        audit.findings(),
        run.happened().stream().map(fault -> fault(fault, run)).toList(),
        audit.rows(),
        audit.trials(),
        audit.epochs(),
        audit.retrained(),
        audit.trained(),
        audit.leases(),
        audit.takeOvers().size(),
        audit.overlaps().stream().map(Audit.Overlap::millis).toList(),
        seconds);
  }

  private static FaultResult fault(FaultRun.Happened fault, FaultRun.Result run) {
    Instant working = fault.working();
    Instant end = working == null ? fault.over().plusSeconds(300) : working;
    Long takeOver =
        run.audit().takeOvers().stream()
            .filter(at -> at.isAfter(fault.at()) && at.isBefore(end))
            .findFirst()
            .map(at -> Duration.between(fault.at(), at).toMillis())
            .orElse(null);
    Idle idle = Idle.during(fault, run.lives(), run.trained());
    return new FaultResult(
        fault.fault().kind().name(),
        fault.where(),
        fault.at().toString(),
        Duration.between(fault.at(), fault.over()).toMillis(),
        takeOver,
        working == null ? null : Duration.between(fault.over(), working).toMillis(),
        idle.slots(),
        idle.idleMs(),
        idle.longestMs());
  }

  boolean isWell() {
    return problem == null && findings.isEmpty();
  }
}
