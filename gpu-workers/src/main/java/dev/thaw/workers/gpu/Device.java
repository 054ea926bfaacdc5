package dev.thaw.workers.gpu;

import java.util.List;
import java.util.Optional;

/** Something that a trial can train on alone: a whole GPU, or an instance of one in MIG mode. */
public sealed interface Device permits Gpu, MigDevice {

  /** The name that {@code CUDA_VISIBLE_DEVICES} understands, such as {@code GPU-5c89...}. */
  String uuid();

  /** The model's name, such as {@code NVIDIA H200}. */
  String name();

  /**
   * The device's memory; empty where the driver does not tell, as on GPUs that share the host's.
   */
  Optional<DeviceMemory> memory();

  /** The processes that the driver shows to this one; a container may hide those of others. */
  List<GpuProcess> processes();
}
