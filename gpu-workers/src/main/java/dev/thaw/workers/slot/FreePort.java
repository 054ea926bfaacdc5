package dev.thaw.workers.slot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the processes of a trial on several GPUs meet: a port that is free, so that a trial that
 * was parked in the same slot, or another worker, does not have it.
 */
final class FreePort {

  private FreePort() {}

  /** The environment with a free port in it, if it names one at all. */
  static Map<String, String> in(Map<String, String> environment) {
    if (!environment.containsKey("MASTER_PORT")) {
      return environment;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(socket.getLocalPort());
      Map<String, String> all = new TreeMap<>(environment);
      all.put("MASTER_PORT", port);
      all.put("PET_MASTER_PORT", port);
      return all;
    } catch (IOException e) {
      // The slot's own port is as good as any.
      return environment;
    }
  }
}
