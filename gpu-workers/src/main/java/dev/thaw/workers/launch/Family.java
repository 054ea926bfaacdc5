package dev.thaw.workers.launch;

import java.util.List;

/** A child process with all its descendants. */
sealed interface Family permits GroupFamily, TreeFamily {

  /** The family as this machine can best reach it. */
  static Family of(Identity leader, String cookie) {
    return ProcessTable.available() ? new GroupFamily(leader, cookie) : new TreeFamily(leader);
  }

  /** Its members that run, the leader included, looked up anew. */
  List<Identity> running();

  /** The same right after the leader's end, when its group still is what the leader left. */
  List<Identity> runningAfterLeader();

  /** Sends a signal to all members that run now. */
  void send(Signal signal);
}
