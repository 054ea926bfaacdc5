package dev.thaw.core.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of a study, and what it was told last of its allowance and of each node. */
final class Account {
  private Share share = Share.upTo(1);
  private int wanted;
  private Set<SlotId> held = Set.of();
  private boolean away;
  private boolean holds;
  private Instant since;
  private Instant spoken;
  private long number;
  private long sentUpTo;
  private @Nullable Notice allowance;
  private boolean lowered;
  private final Map<String, Notice> noticeByNode = new TreeMap<>();
  private final Set<String> moved = new TreeSet<>();

  Account(Instant since) {
    this.since = since;
    this.spoken = since;
  }

  void hear(Request request, Instant now) {
    share = request.share();
    wanted = request.wanted();
    held = request.held();
    away = false;
    spoken = now;
  }

  /** Tells the study something to which it may answer if nothing was said for a while. */
  void prompt(Instant now, Duration silence) {
    if (Duration.between(spoken, now).compareTo(silence) > 0) {
      spoken = now;
      repeatAllowance();
    }
  }

  /** The nodes of which the study named slots in its last request. */
  Set<String> nodesNamed() {
    return held.stream().map(SlotId::node).collect(Collectors.toCollection(TreeSet::new));
  }

  void leave() {
    away = true;
  }

  boolean away() {
    return away;
  }

  /** Who is away can use no more than it has. */
  Contender contender(int held, Instant now) {
    Duration time = Duration.between(since, now);
    return new Contender(
        share,
        away ? Math.min(wanted, held) : wanted,
        held,
        time.isNegative() ? Duration.ZERO : time);
  }

  void holds(boolean any, Instant now) {
    if (any != holds) {
      holds = any;
      since = now;
    }
  }

  @Nullable Notice told(String node) {
    return noticeByNode.get(node);
  }

  /** The nodes of which it was told. */
  Set<String> nodesTold() {
    return new TreeSet<>(noticeByNode.keySet());
  }

  /** Tells of a node; the notice gets its number. */
  void tell(String node, LongFunction<Notice> notice) {
    noticeByNode.put(node, notice.apply(++number));
  }

  /**
   * Tells how many slots it may hold, if that is news. More is told before what is offered, so that
   * nobody gives up what it may hold; fewer after what is lost with a node, so that nobody gives up
   * a slot for one that is not there any more.
   */
  void allow(String study, int slots) {
    if (!(allowance instanceof Notice.Allowed told) || told.slots() < slots) {
      allowance = new Notice.Allowed(study, ++number, slots);
    } else if (told.slots() > slots) {
      allowance = new Notice.Allowed(study, told.number(), slots);
      lowered = true;
    }
  }

  private void repeatAllowance() {
    if (allowance != null) {
      allowance = allowance.numbered(++number);
    }
  }

  /** What was told of a node is told again, as news. */
  void repeat(String node) {
    Notice told = noticeByNode.get(node);
    if (told != null) {
      noticeByNode.put(node, told.numbered(++number));
    }
  }

  /** All that was told is told again, as news. */
  void repeatAll() {
    nodesTold().forEach(this::repeat);
    repeatAllowance();
  }

  /** A node is reached in another way; no request shows whether the study has heard of it. */
  void moved(String node) {
    if (noticeByNode.containsKey(node)) {
      repeat(node);
      moved.add(node);
    }
  }

  /** The number of the newest notice. */
  long number() {
    return number;
  }

  /** Whatever comes now has a larger number than what the study has heard. */
  void catchUp(long heard) {
    number = Math.max(number, heard);
  }

  /** What the study has not heard is sent once more. */
  void resendAfter(long heard) {
    sentUpTo = Math.min(sentUpTo, heard);
  }

  /** The last request knew everything: where it contradicts what was told, that was missed. */
  void compare() {
    for (String node : List.copyOf(noticeByNode.keySet())) {
      Set<SlotId> here =
          held.stream()
              .filter(slot -> slot.node().equals(node))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<SlotId> told = slots(noticeByNode.get(node));
      if (!here.equals(told)) {
        repeat(node);
      } else if (here.isEmpty()) {
        noticeByNode.remove(node);
      }
    }
    moved.forEach(this::repeat);
    moved.clear();
  }

  private static Set<SlotId> slots(@Nullable Notice notice) {
    Set<SlotId> slots = new TreeSet<>();
    if (notice instanceof Notice.Offered told) {
      told.devices().keySet().forEach(index -> slots.add(told.slot(index)));
    }
    return slots;
  }

  /**
   * What is to be sent now, the oldest first. The allowance comes last: so who has heard the newest
   * notice knows it, whatever else was lost. If it has grown it comes first, too.
   */
  List<Notice> drain() {
    List<Notice> unsent = new ArrayList<>(noticeByNode.values());
    if (allowance != null) {
      if (lowered) {
        repeatAllowance();
        lowered = false;
      }
      unsent.add(allowance);
      if (allowance.number() < number) {
        repeatAllowance();
        unsent.add(allowance);
      }
    }
    unsent.removeIf(notice -> notice.number() <= sentUpTo);
    unsent.sort(Comparator.comparing(Notice::number));
    sentUpTo = number;
    return unsent;
  }
}
