package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Goal: a real cluster comes through the four most likely faults with nothing lost, double or
 * decided twice. Everything else that can go wrong is in the soak, {@code make soak}. The logs of
 * the nodes stay in {@code target/cluster-faults}.
 */
final class ClusterFaultsIT {

  private static final TestCluster.Shape SHAPE = TestCluster.Shape.of(3, 1);

  private static Fault fault(Fault.Kind kind, int pick, int seconds) {
    return new Fault(Duration.ofSeconds(2), kind, pick, Duration.ofSeconds(seconds));
  }

  private static FaultRun.Result run(String name, Network network, Fault... faults)
      throws IOException {
    Path folder = Path.of("target", "cluster-faults", name);
    TestCluster.delete(folder);
    var plan = new FaultPlan(0, false, false, List.of(faults));
    try (var cluster = TestCluster.start(folder, network, SHAPE)) {
      FaultRun.Result result =
          FaultRun.run(plan, cluster, null, line -> System.out.println("ClusterFaultsIT: " + line));
      System.out.println("ClusterFaultsIT: " + Audit.line(result.audit()));
      return result;
    }
  }

  private static void checkNothingIsLost(FaultRun.Result result) {
    assertThat(result.problem()).isNull();
    assertThat(result.audit().findings()).isEmpty();
    assertThat(result.audit().overlaps()).as("sessions that trained one trial at once").isEmpty();
  }

  @Test
  void losesNothingWhenAWorkerIsToldToEndAndTheStudysHostIsKilled() throws IOException {
    FaultRun.Result result =
        run(
            "ended",
            Network.loopback(),
            fault(Fault.Kind.TERMINATE_NODE, 3, 1),
            fault(Fault.Kind.KILL_HOST, 0, 1));

    checkNothingIsLost(result);
    assertThat(result.audit().takeOvers()).as("take-overs by another node").isNotEmpty();
  }

  @Test
  void losesNothingWhenTheStudysHostIsCutOff() throws IOException {
    Optional<Network> network = Namespaces.of(4);
    assumeTrue(
        network.isPresent(), "Network namespaces are not permitted here; nothing was tested.");

    FaultRun.Result result = run("cut", network.get(), fault(Fault.Kind.CUT_HOST_OFF, 0, 25));

    checkNothingIsLost(result);
    assertThat(result.audit().takeOvers()).as("take-overs by another node").isNotEmpty();
  }
}
