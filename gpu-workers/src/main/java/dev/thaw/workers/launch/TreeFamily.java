package dev.thaw.workers.launch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A family on systems without {@code /proc}: the leader and its descendants as Java sees them.
 *
 * <p>A grandchild whose parent has ended before anybody looked is nobody's descendant any more and
 * escapes.
 */
final class TreeFamily implements Family {

  private final Identity leader;
  private final Set<Identity> known = new LinkedHashSet<>();

  TreeFamily(Identity leader) {
    this.leader = leader;
    known.add(leader);
  }

  @Override
  public List<Identity> running() {
    return look().stream().flatMap(handle -> Identity.of(handle).stream()).toList();
  }

  @Override
  public List<Identity> runningAfterLeader() {
    return running();
  }

  @Override
  public void send(Signal signal) {
    for (ProcessHandle handle : look()) {
      switch (signal) {
        case TERM -> handle.destroy();
        case KILL -> handle.destroyForcibly();
        case CONT, STOP -> {} // Java cannot.
      }
    }
  }

  private synchronized List<ProcessHandle> look() {
    if (leader.running()) {
      ProcessHandle.of(leader.pid()).stream()
          .flatMap(ProcessHandle::descendants)
          .flatMap(handle -> Identity.of(handle).stream())
          .forEach(known::add);
    }
    return known.stream().flatMap(TreeFamily::handle).toList();
  }

  private static Stream<ProcessHandle> handle(Identity identity) {
    Optional<ProcessHandle> handle = ProcessHandle.of(identity.pid());
    return handle.filter(found -> Identity.of(found).filter(identity::equals).isPresent()).stream();
  }
}
