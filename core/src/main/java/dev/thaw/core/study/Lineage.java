package dev.thaw.core.study;

/**
 * Where a forked trial comes from: it goes on from what another trial had learnt by an epoch, with
 * a configuration of its own.
 *
 * @param parent the other trial's number
 * @param checkpoint the other trial's checkpoint of that epoch
 */
public record Lineage(int parent, CheckpointRef checkpoint) {

  /** The checkpoint as its child names it. */
  public CheckpointRef origin() {
    return new CheckpointRef(checkpoint.fence(), checkpoint.epoch(), parent);
  }
}
