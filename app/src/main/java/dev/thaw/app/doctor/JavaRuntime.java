package dev.thaw.app.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The Java that runs Thaw.
 *
 * @param feature its feature version, such as 25
 * @param version its full version
 * @param vendor who built it
 * @param heap the most that its heap may take, in bytes
 */
record JavaRuntime(int feature, String version, String vendor, long heap) {

  private static final int LEAST = 25;

  static JavaRuntime read() {
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return new JavaRuntime(
        Runtime.version().feature(),
        System.getProperty("java.version", "unknown"),
        System.getProperty("java.vendor", "unknown"),
        // Runtime.maxMemory() leaves out a survivor space, which nobody would recognise.
        Long.parseLong(machine.getVMOption("MaxHeapSize").getValue()));
  }

  List<Finding> findings() {
    String what = "%s (%s), heap of at most %s".formatted(version, vendor, Bytes.text(heap));
    if (feature < LEAST) {
      return List.of(
          Finding.problem(
              "Java", "%s; %d is needed. Maybe set THAW_JAVA_HOME.".formatted(what, LEAST)));
    }
    // Pekko, H2 and the adviser take some 200 MiB before the first trial.
    return heap < 512 * Bytes.MIB
        ? List.of(Finding.warning("Java", what + ", which is little. Maybe set THAW_HEAP=2g."))
        : List.of(Finding.ok("Java", what));
  }
}
