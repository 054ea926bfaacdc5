package dev.thaw.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What all processes did between two instants. */
final class Window {

  private final LoadCluster cluster;
  private final ProcessFigures supervisorBefore;
  private final List<ProcessFigures> workersBefore = new ArrayList<>();
  private final double databaseBefore;

  /** Begins now. */
  Window(LoadCluster cluster) throws InterruptedException {
    this.cluster = cluster;
    for (Child worker : cluster.workers()) {
      workersBefore.add(worker.ask("read", Measured.class).process());
    }
    databaseBefore = cluster.databaseCpuSeconds();
    supervisorBefore = cluster.supervisor().ask("read", Measured.class).process();
  }

  /** Ends now; the figures by name, in the order in which they are to be read. */
  Map<String, Object> end() throws InterruptedException {
    ProcessFigures supervisor = cluster.supervisor().ask("read", Measured.class).process();
    List<Measured> all = new ArrayList<>();
    for (Child worker : cluster.workers()) {
      all.add(worker.ask("read", Measured.class));
    }
    double seconds = all.stream().mapToDouble(Measured::seconds).average().orElse(Double.NaN);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("seconds", round(seconds));
    figures.put("sessionsOpen", sum(all, Measured::open));
    figures.put("epochsPerSecond", rate(all, Measured::epochs, seconds));
    figures.put("epochReportsTakenPerSecond", rate(all, Measured::epochsTaken, seconds));
    figures.put("reportsTakenPerSecond", rate(all, Measured::reportsTaken, seconds));
    figures.put("batchesPerSecond", rate(all, Measured::batches, seconds));
    figures.put("batchesRepeated", sum(all, Measured::repeated));
    figures.put("epochsUnacknowledged", sum(all, Measured::waiting));
    figures.put("sessionsPerSecond", rate(all, Measured::sessions, seconds));
    latencies(figures, "reportToAcknowledge", all, Measured::acknowledge);
    latencies(figures, "slotFreeToEpoch", all, Measured::freeToEpoch);
    latencies(figures, "epochToEpochInSlot", all, Measured::idle);
    figures.put(
        "slotsIdleShare", round(sum(all, Measured::idleSeconds) / seconds / cluster.slots()));
    figures.put("supervisorCpu", cores(supervisorBefore, supervisor, seconds));
    figures.put(
        "supervisorGcShare",
        round((supervisor.gcSeconds() - supervisorBefore.gcSeconds()) / seconds));
    figures.put("supervisorHeapMB", supervisor.heapBytes() / 1_000_000);
    double workers = 0;
    for (int i = 0; i < all.size(); i++) {
      workers += cores(workersBefore.get(i), all.get(i).process(), seconds);
    }
    figures.put("workersCpu", round(workers));
    figures.put("postgresCpu", round((cluster.databaseCpuSeconds() - databaseBefore) / seconds));
    figures.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return figures;
  }

  private static double cores(ProcessFigures before, ProcessFigures after, double seconds) {
    return round((after.cpuSeconds() - before.cpuSeconds()) / seconds);
  }

  private static double sum(List<Measured> all, ToDoubleFunction<Measured> of) {
    return all.stream().mapToDouble(of).sum();
  }

  private static double rate(List<Measured> all, ToDoubleFunction<Measured> of, double seconds) {
    return Math.round(sum(all, of) / seconds);
  }

  private static void latencies(
      Map<String, Object> figures,
      String name,
      List<Measured> all,
      Function<Measured, Map<Integer, Long>> of) {
    var together = new Latencies();
    all.forEach(one -> together.add(of.apply(one)));
    figures.put(name + "P50Ms", round(together.quantileMs(0.5)));
    figures.put(name + "P99Ms", round(together.quantileMs(0.99)));
    figures.put(name + "P999Ms", round(together.quantileMs(0.999)));
  }

  static double round(double value) {
    return Double.isNaN(value) ? value : Math.round(value * 1000) / 1e3;
  }
}
