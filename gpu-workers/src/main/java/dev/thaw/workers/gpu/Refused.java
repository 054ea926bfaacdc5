package dev.thaw.workers.gpu;

/**
 * A GPU, or an instance of one, that is in no slot.
 *
 * @param index the index of the GPU
 * @param uuid the UUID of the GPU or of the instance
 * @param why the kind of reason
 * @param reason the reason as a sentence for people
 */
public record Refused(int index, String uuid, Why why, String reason) {

  /** The kinds of reasons why a device is in no slot. */
  public enum Why {
    /** The settings exclude it, or it is quarantined. */
    EXCLUDED,
    /** It is not among the GPUs that the worker was given. */
    NOT_VISIBLE,
    /** Somebody else computes on it. */
    IN_USE,
    /** More memory is used than is tolerated, by nobody who can be seen. */
    MEMORY_HELD,
    /** MIG mode is on, and the GPU has no instance that could be used. */
    NO_INSTANCE,
    /** It is an instance, and CUDA does not give several of those to one trial. */
    INSTANCE_IN_GROUP,
    /** Too few GPUs of its model are left for one more trial. */
    LEFT_OVER
  }
}
