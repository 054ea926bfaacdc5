package dev.thaw.core.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which nodes and studies there are, which slot belongs to whom, and what each study was told. Each
 * method takes in what happened and returns what studies must be told now; notices and requests may
 * be lost, repeated and overtake one another.
 *
 * <ul>
 *   <li>A slot belongs to one study, until that study says that it holds it no more. It says so by
 *       a request that does not name the slot and that knows the newest notice; a request that
 *       knows less may have been sent before the slot was offered, and frees nothing.
 *   <li>A study that holds what nobody else has may keep it. Of two that hold one slot, the first
 *       to say so has it.
 *   <li>Until {@link #confirm} nobody is told anything: a claim may be out of date, and the right
 *       one under way. From then on until {@link #settle} studies are told of what they have
 *       claimed, and nothing is given to anybody: whoever has not spoken yet may hold it.
 * </ul>
 *
 * <p>Lives in one thread. Holds nothing that requests and registrations would not bring back.
 */
public final class Books {
  private final String broker;
  private final Duration turn;
  private final Duration nodeGrace;
  private final Duration silence;
  private final Map<String, OfferedNode> nodes = new TreeMap<>();
  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<String, Instant> registered = new TreeMap<>();
  private final Claims claims = new Claims();
  private boolean confirmed;
  private boolean settled;
  private boolean complete;

  /**
   * Opens empty books.
   *
   * @param broker identifies them; never used twice
   * @param turn for how long a study keeps its only slot when there are too few for all
   * @param nodeGrace for how long a node keeps its name after its last word
   * @param silence a study that says nothing for longer is spoken to: it may be over, and its word
   *     of it lost. Several times as long as studies are silent between two requests
   */
  public Books(String broker, Duration turn, Duration nodeGrace, Duration silence) {
    this.broker = broker;
    this.turn = turn;
    this.nodeGrace = nodeGrace;
    this.silence = silence;
  }

  /** How many slots on offer are nobody's. */
  public int freeSlots() {
    int free = 0;
    for (OfferedNode node : nodes.values()) {
      for (int index : node.devices().keySet()) {
        free += claims.owner(node.slot(index)) == null ? 1 : 0;
      }
    }
    return free;
  }

  /**
   * Whether a node has the name of another process that has spoken lately. To register both in
   * turns would cost either its leases each time.
   */
  public boolean isTaken(OfferedNode node, Instant now) {
    OfferedNode other = nodes.get(node.name());
    Instant heard = registered.get(node.name());
    return other != null
        && heard != null
        && !other.incarnation().equals(node.incarnation())
        && now.isBefore(heard.plus(nodeGrace));
  }

  /**
   * A node offers slots.
   *
   * @param elsewhere whether it is to be reached in another way than before, of which studies must
   *     hear
   */
  public List<Notice> register(OfferedNode node, boolean elsewhere, Instant now) {
    nodes.put(node.name(), node);
    registered.put(node.name(), now);
    if (elsewhere) {
      accounts.values().forEach(account -> account.moved(node.name()));
    }
    return bringUpToDate(now);
  }

  /** A node is gone for good. */
  public List<Notice> nodeGone(String node, Instant now) {
    nodes.remove(node);
    registered.remove(node);
    return bringUpToDate(now);
  }

  /**
   * A study says what it wants and what it holds.
   *
   * @param elsewhere whether it listens in another place than before, so that nothing is known of
   *     what it has heard
   */
  public List<Notice> request(Request request, boolean elsewhere, Instant now) {
    Account account = accounts.computeIfAbsent(request.study(), study -> new Account(now));
    account.hear(request, now);
    request.held().forEach(slot -> claims.claim(slot, request.study()));
    boolean ours = request.broker().equals(broker);
    long heard = ours ? request.heard() : 0;
    if (heard > account.number() || (account.number() > 0 && (elsewhere || !ours))) {
      account.catchUp(heard);
      account.repeatAll();
    } else if (heard < account.number()) {
      account.resendAfter(heard);
    } else {
      claims.keepOnly(request.study(), request.held());
      account.compare();
    }
    return bringUpToDate(now);
  }

  /** A study needs its slots no more. */
  public List<Notice> release(String study, Instant now) {
    claims.keepOnly(study, Set.of());
    accounts.remove(study);
    return bringUpToDate(now);
  }

  /** Nobody listens for a study; it keeps its slots for now. */
  public List<Notice> studyAway(String study, Instant now) {
    Account account = accounts.get(study);
    if (account != null) {
      account.leave();
    }
    return bringUpToDate(now);
  }

  /** A study has been away for too long; does nothing if it is back. */
  public List<Notice> studyGone(String study, Instant now) {
    Account account = accounts.get(study);
    return account == null || !account.away() ? List.of() : release(study, now);
  }

  /** What studies say by now is up to date: from here on they have what they hold. */
  public List<Notice> confirm(Instant now) {
    confirmed = true;
    return bringUpToDate(now);
  }

  /** Whoever holds anything has said so by now: from here on slots are given away. */
  public List<Notice> settle(Instant now) {
    confirmed = true;
    settled = true;
    return bringUpToDate(now);
  }

  /** Whatever node is there has said so by now: the others are gone. */
  public List<Notice> missNodes(Instant now) {
    complete = true;
    return bringUpToDate(now);
  }

  private List<Notice> bringUpToDate(Instant now) {
    Map<String, Map<String, Set<Integer>>> slots = whoHolds(now);
    if (!confirmed) {
      return List.of();
    }
    if (settled) {
      share(slots, now);
    }
    accounts.values().forEach(account -> account.prompt(now, silence));
    return tellAll(whoHolds(now));
  }

  /** The slots of each study that are on offer, by node. Whose waiting begins or ends is noted. */
  private Map<String, Map<String, Set<Integer>>> whoHolds(Instant now) {
    Map<String, Map<String, Set<Integer>>> slots = claims.onOffer(nodes);
    accounts.forEach((study, account) -> account.holds(slots.containsKey(study), now));
    return slots;
  }

  private List<Notice> tellAll(Map<String, Map<String, Set<Integer>>> slots) {
    Map<String, Set<String>> claimed = claims.nodesByStudy();
    List<Notice> notices = new ArrayList<>();
    accounts.forEach(
        (study, account) -> {
          Map<String, Set<Integer>> mine = slots.getOrDefault(study, Map.of());
          Set<String> concerned = account.nodesTold();
          concerned.addAll(claimed.getOrDefault(study, Set.of()));
          concerned.addAll(account.nodesNamed());
          concerned.forEach(node -> tell(study, account, node, mine.getOrDefault(node, Set.of())));
          notices.addAll(account.drain());
        });
    return notices;
  }

  /** Tells a study of a node if what it knows is out of date. */
  private void tell(String study, Account account, String name, Set<Integer> slots) {
    OfferedNode node = nodes.get(name);
    Notice before = account.told(name);
    if (node != null) {
      SortedMap<Integer, Integer> devices = new TreeMap<>(node.devices());
      devices.keySet().retainAll(slots);
      if (!(before instanceof Notice.Offered told)
          || !told.incarnation().equals(node.incarnation())
          || !told.devices().equals(devices)) {
        account.tell(
            name, number -> new Notice.Offered(study, number, name, node.incarnation(), devices));
      }
    } else if (before instanceof Notice.Offered || (before == null && complete)) {
      account.tell(name, number -> new Notice.Lost(study, number, name));
    }
  }

  private void share(Map<String, Map<String, Set<Integer>>> before, Instant now) {
    int all = nodes.values().stream().mapToInt(node -> node.devices().size()).sum();
    Map<String, Integer> held = new TreeMap<>();
    before.forEach((study, mine) -> held.put(study, count(mine)));
    List<Contender> contenders = new ArrayList<>();
    accounts.forEach(
        (study, account) -> contenders.add(account.contender(held.getOrDefault(study, 0), now)));
    List<Integer> allowed = FairShares.allowed(all, contenders, turn);
    List<Due> dues = new ArrayList<>();
    for (Map.Entry<String, Account> entry : accounts.entrySet()) {
      int next = dues.size();
      entry.getValue().allow(entry.getKey(), allowed.get(next));
      dues.add(new Due(entry.getKey(), contenders.get(next), allowed.get(next)));
    }
    dues.stream().sorted(Due.ORDER).forEach(this::give);
  }

  private static int count(Map<String, Set<Integer>> slotsByNode) {
    return slotsByNode.values().stream().mapToInt(Set::size).sum();
  }

  private void give(Due due) {
    int missing = due.missing();
    if (missing == 0) {
      return;
    }
    var choice = new SlotChoice(due.study(), missing, nodes.values(), claims);
    for (int i = 0; i < missing; i++) {
      Optional<SlotId> slot = choice.next();
      if (slot.isEmpty()) {
        return;
      }
      claims.claim(slot.get(), due.study());
    }
  }

  /** What a study may hold. Who has nothing is served first, then the higher priority. */
  private record Due(String study, Contender contender, int allowed) {
    static final Comparator<Due> ORDER =
        Comparator.comparing((Due due) -> due.contender().held() > 0)
            .thenComparing(due -> -(long) due.contender().share().priority());

    int missing() {
      return Math.max(0, allowed - contender.held());
    }
  }
}
