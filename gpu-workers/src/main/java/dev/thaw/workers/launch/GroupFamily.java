package dev.thaw.workers.launch;

import static dev.thaw.workers.launch.ChildProcess.COOKIE;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A family on Linux: a process group of its own, and whoever left the group but carries the cookie.
 *
 * <p>The kernel does not give a group's number away while the group has a member. So the whole
 * group is ours as long as one member of it is: the leader, somebody who was seen in it before, or
 * somebody who carries the cookie. A process that leaves the group (as the workers of torchrun do,
 * each in a session of its own) is found by its cookie, and one that has overwritten its
 * environment with a title (as servers of models do) by the group; only who does both before
 * anybody looked escapes.
 */
final class GroupFamily implements Family {

  private final Identity leader;
  private final String cookie;
  private final Set<Identity> known = new HashSet<>();

  GroupFamily(Identity leader, String cookie) {
    this.leader = leader;
    this.cookie = cookie;
    known.add(leader);
  }

  @Override
  public List<Identity> running() {
    return identities(look(false));
  }

  @Override
  public List<Identity> runningAfterLeader() {
    // Numbers are given in turn: this one comes round again after thousands of others.
    return identities(look(true));
  }

  @Override
  public void send(Signal signal) {
    List<ProcessTable.Row> members = look(false);
    if (members.stream().anyMatch(this::inGroup)) {
      signal.toGroup(leader.pid());
    }
    members.stream()
        .filter(row -> !inGroup(row) && row.identity().running())
        .forEach(row -> signal.toProcess(row.pid()));
  }

  private synchronized List<ProcessTable.Row> look(boolean groupIsOurs) {
    List<ProcessTable.Row> rows = ProcessTable.rows();
    boolean ours = groupIsOurs || rows.stream().anyMatch(row -> inGroup(row) && isKnown(row));
    List<ProcessTable.Row> members =
        rows.stream().filter(row -> (ours && inGroup(row)) || isKnown(row)).toList();
    members.forEach(row -> known.add(row.identity()));
    return members.stream().filter(ProcessTable.Row::running).toList();
  }

  private boolean inGroup(ProcessTable.Row row) {
    return row.group() == leader.pid() && row.session() == leader.pid();
  }

  private boolean isKnown(ProcessTable.Row row) {
    return known.contains(row.identity())
        || (row.start() >= leader.start() && ProcessTable.started(row.pid(), COOKIE, cookie));
  }

  private static List<Identity> identities(List<ProcessTable.Row> rows) {
    return rows.stream().map(ProcessTable.Row::identity).toList();
  }
}
