package dev.thaw.workers.gpu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment variables of a slot. */
final class SlotEnvironment {

  private static final String HERE = "127.0.0.1";

  private SlotEnvironment() {}

  static Map<String, String> of(int slot, List<String> uuids, SlotSettings settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("CUDA_VISIBLE_DEVICES", String.join(",", uuids));
    if (!uuids.isEmpty() && (settings.growing() || settings.slotsPerGpu() > 1)) {
      all.put("TF_FORCE_GPU_ALLOW_GROWTH", "true");
      all.put("XLA_PYTHON_CLIENT_PREALLOCATE", "false");
    }
    if (uuids.size() > 1) {
      meeting(all, uuids.size(), settings.masterPort() + slot);
    }
    return all;
  }

  private static void meeting(Map<String, String> all, int processes, int port) {
    all.put("MASTER_ADDR", HERE);
    all.put("MASTER_PORT", Integer.toString(port));
    all.put("NPROC", Integer.toString(processes));
    all.put("PET_MASTER_ADDR", HERE);
    all.put("PET_MASTER_PORT", Integer.toString(port));
    all.put("PET_NNODES", "1");
    all.put("PET_NPROC_PER_NODE", Integer.toString(processes));
  }
}
