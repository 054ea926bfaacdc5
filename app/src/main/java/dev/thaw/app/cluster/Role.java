package dev.thaw.app.cluster;

/** What a node of a cluster does. */
public enum Role {
  /** It looks after studies. */
  SUPERVISOR,
  /** It trains. */
  WORKER,
  /** Both. */
  BOTH;

  /** The name under which other nodes know of supervisors. */
  static final String SUPERVISORS = "supervisor";

  /** The name under which other nodes know of workers. */
  static final String WORKERS = "worker";

  boolean supervises() {
    return this != WORKER;
  }

  boolean trains() {
    return this != SUPERVISOR;
  }
}
