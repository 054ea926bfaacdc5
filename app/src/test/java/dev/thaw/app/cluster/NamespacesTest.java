package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Goal: links are cut in the direction that was asked for, and whole again afterwards. */
final class NamespacesTest {

  /** Says whether one can connect to an address within two seconds. */
  public static final class Probe {
    private Probe() {}

    /** Ends with 0 if the host and port of the arguments can be reached. */
    public static void main(String[] arguments) throws IOException {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 2_000);
      } catch (SocketTimeoutException e) {
        System.exit(1);
      }
    }
  }

  private static Network network() {
    Optional<Network> network = Namespaces.of(1);
    assumeTrue(
        network.isPresent(), "Network namespaces are not permitted here; nothing was tested.");
    return network.get();
  }

  /** Whether a process at node 0 reaches a port of this process. */
  private static boolean reached(Network network, int port) throws Exception {
    List<String> command = new ArrayList<>(network.prefix(0));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        Path.of(Probe.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString());
    command.addAll(List.of(Probe.class.getName(), network.journalHost(), Integer.toString(port)));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
  }

  @Test
  void cutsAndHealsInEitherDirection() throws Exception {
    try (Network network = network();
        var server = new ServerSocket(0, 5, InetAddress.getByName(network.journalHost()))) {
      assertThat(reached(network, server.getLocalPort())).isTrue();
      network.drop(0, Network.JOURNAL);
      assertThat(reached(network, server.getLocalPort())).isFalse();
      network.heal();
      network.drop(Network.JOURNAL, 0);
      assertThat(reached(network, server.getLocalPort())).isFalse();
      network.heal();
      assertThat(reached(network, server.getLocalPort())).isTrue();
    }
  }

  @Test
  void leavesNothingBehind() throws IOException {
    List<String> names = new ArrayList<>();
    try (Network network = network()) {
      names.addAll(network.prefix(0));
      assertThat(Path.of("/run/netns", names.getLast())).exists();
    }

    assertThat(Files.exists(Path.of("/run/netns", names.getLast()))).isFalse();
  }
}
