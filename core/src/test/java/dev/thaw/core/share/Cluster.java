package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Studies, nodes and a broker in virtual milliseconds. While there is trouble, messages are lost,
 * repeated and overtake one another, brokers, nodes and supervisors die and come back, and slots
 * come and go. After each step no slot is held by two studies, by what these believe.
 */
final class Cluster {
  static final Duration TURN = Duration.ofSeconds(30);
  private static final long BEAT = 3_000;
  private static final long LISTEN = 12_000; // A word that was lost twice has arrived.
  private static final long SETTLE = 20_000;
  private static final long GRACE = 60_000;
  private static final Duration NODE_GRACE = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final long DELAY_MAX = 2_000;

  /** So many messages in a row from one to another are lost at most. */
  private static final int LOST_IN_A_ROW = 2;

  private record Step(long at, long order, Runnable action) {}

  private final Random random;
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparing(Step::at).thenComparing(Step::order));
  private final Map<String, Integer> lost = new HashMap<>();
  final List<Study> studies = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();
  private Broker broker = new Broker(0);
  private boolean trouble = true;
  private long now;
  private long order;
  int handovers;

  Cluster(long seed) {
    random = new Random(seed);
    int nodeCount = 1 + random.nextInt(4);
    for (int i = 0; i < nodeCount; i++) {
      nodes.add(new Node("node-" + i, 1 + random.nextInt(5)));
    }
    int studyCount = 1 + random.nextInt(6);
    for (int i = 0; i < studyCount; i++) {
      studies.add(new Study("study-" + i));
    }
    broker.start();
    nodes.forEach(node -> node.beat(node.life));
    studies.forEach(study -> study.beat(study.life));
    later(random.nextInt(5_000), this::mischief);
  }

  void trouble(Duration time) {
    run(time);
    trouble = false;
  }

  void run(Duration time) {
    long end = now + time.toMillis();
    while (!steps.isEmpty() && steps.element().at() <= end) {
      Step step = steps.remove();
      now = step.at();
      step.action().run();
      nobodySharesASlot();
    }
    now = end;
  }

  private void later(long delay, Runnable action) {
    steps.add(new Step(now + delay, order++, action));
  }

  private void nobodySharesASlot() {
    Map<SlotId, String> holders = new HashMap<>();
    for (Study study : studies) {
      for (SlotId slot : study.held()) {
        String other = holders.put(slot, study.name);
        assertThat(other).as("holds %s beside %s at %d", slot, study.name, now).isNull();
      }
    }
  }

  /** Sends something that may be lost, or arrive twice, or late. */
  private void send(String way, Runnable arrival) {
    if (trouble && random.nextInt(4) == 0 && lost.merge(way, 1, Integer::sum) <= LOST_IN_A_ROW) {
      return;
    }
    lost.remove(way);
    later(delay(), arrival);
    if (trouble && random.nextInt(5) == 0) {
      later(delay(), arrival);
    }
  }

  private long delay() {
    return 1 + (trouble ? random.nextLong(DELAY_MAX) : 5);
  }

  private void mischief() {
    if (!trouble) {
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1 -> restartBroker();
      case 2 -> any(nodes).die();
      case 3, 4 -> any(nodes).toggle(random.nextInt(5));
      case 5 -> any(studies).die();
      case 6, 7, 8 -> any(studies).change();
      default -> {
        if (random.nextInt(8) == 0) {
          any(studies).end();
        }
      }
    }
    later(random.nextInt(8_000), this::mischief);
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void restartBroker() {
    broker = new Broker(broker.number + 1);
    broker.start();
  }

  int slots() {
    return nodes.stream().mapToInt(node -> node.up ? node.devices.size() : 0).sum();
  }

  /** The shell of the books. */
  private final class Broker {
    final int number;
    final Books books;
    final Map<String, Integer> lifeByStudy = new HashMap<>();
    final Map<String, Integer> lifeByNode = new HashMap<>();

    Broker(int number) {
      this.number = number;
      this.books = new Books("broker-" + number, TURN, NODE_GRACE, SILENCE);
    }

    void start() {
      inTime(LISTEN, () -> tell(books.confirm(time())));
      inTime(SETTLE, () -> tell(books.settle(time())));
      inTime(SETTLE + GRACE, () -> tell(books.missNodes(time())));
    }

    private void inTime(long delay, Runnable action) {
      later(
          delay,
          () -> {
            if (this == broker) {
              action.run();
            }
          });
    }

    void register(OfferedNode node, int life) {
      if (books.isTaken(node, time())) {
        return;
      }
      Integer before = lifeByNode.put(node.name(), life);
      tell(books.register(node, before == null || before != life, time()));
      watch(() -> find(nodes, node.name()).isDead(life), () -> nodeGone(node.name(), life));
    }

    private void nodeGone(String node, int life) {
      if (lifeByNode.remove(node, life)) {
        tell(books.nodeGone(node, time()));
      }
    }

    void request(Request request, int life) {
      Integer before = lifeByStudy.put(request.study(), life);
      tell(books.request(request, before == null || before != life, time()));
      watch(() -> study(request.study()).isDead(life), () -> away(request.study(), life));
    }

    private void away(String study, int life) {
      if (lifeByStudy.remove(study, life)) {
        tell(books.studyAway(study, time()));
        inTime(GRACE, () -> tell(books.studyGone(study, time())));
      }
    }

    void release(String study) {
      lifeByStudy.remove(study);
      tell(books.release(study, time()));
    }

    /** Death is heard of if it has been, and later if it comes to be. */
    private void watch(BooleanSupplier dead, Runnable action) {
      inTime(
          100 + random.nextInt(2_000),
          () -> {
            if (dead.getAsBoolean()) {
              action.run();
            }
          });
    }

    private void tell(List<Notice> notices) {
      for (Notice notice : notices) {
        Integer life = lifeByStudy.get(notice.study());
        if (life != null) {
          Study study = study(notice.study());
          send(notice.study() + "<", () -> study.hear(notice, "broker-" + number, life));
        }
      }
    }
  }

  private Instant time() {
    return Instant.EPOCH.plusMillis(now);
  }

  private Study study(String name) {
    return studies.stream().filter(study -> study.name.equals(name)).findAny().orElseThrow();
  }

  private static Node find(List<Node> nodes, String name) {
    return nodes.stream().filter(node -> node.name.equals(name)).findAny().orElseThrow();
  }

  /** A machine. */
  final class Node {
    final String name;
    final int size;
    final SortedMap<Integer, Integer> devices = new TreeMap<>();
    int life;
    boolean up = true;

    Node(String name, int size) {
      this.name = name;
      this.size = size;
      fill();
    }

    private void fill() {
      for (int i = 0; i < size; i++) {
        devices.put(i, i / 2);
      }
    }

    boolean isDead(int other) {
      return !up || other != life;
    }

    void beat(int mine) {
      if (!isDead(mine)) {
        register();
        later(BEAT, () -> beat(mine));
      }
    }

    private void register() {
      var offer = new OfferedNode(name, "life-" + life, devices);
      int mine = life;
      send(
          name,
          () -> {
            if (!isDead(mine)) {
              broker.register(offer, mine);
            }
          });
    }

    void toggle(int slot) {
      if (up && slot < size) {
        if (devices.remove(slot) == null) {
          devices.put(slot, slot / 2);
        }
        register();
      }
    }

    void die() {
      if (up) {
        up = false;
        later(
            random.nextInt(30_000),
            () -> {
              up = true;
              life++;
              fill();
              beat(life);
            });
      }
    }
  }

  /** A study and its supervisor; what it holds outlives the supervisor. */
  final class Study {
    final String name;
    private final Map<String, Set<SlotId>> offered = new TreeMap<>();
    private final Set<SlotId> ending = new TreeSet<>();
    private final Set<String> formerBrokers = new HashSet<>();
    Share share = new Share(0, 1, 1, 0);
    int wanted;
    boolean over;
    long hadSlotAt = -1;
    private int life;
    private boolean up = true;
    private String heardBroker = "";
    private long heard;
    private int allowed = Integer.MAX_VALUE;

    Study(String name) {
      this.name = name;
      change();
    }

    void change() {
      int least = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
      double weight = 1 + random.nextInt(4);
      share = new Share(least, least + 1 + random.nextInt(8), weight, random.nextInt(3) / 2);
      wanted = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(10);
    }

    Set<SlotId> held() {
      Set<SlotId> held = new TreeSet<>(ending);
      offered.values().forEach(held::addAll);
      return held;
    }

    boolean isDead(int other) {
      return !up || other != life;
    }

    void beat(int mine) {
      if (!isDead(mine) && !over) {
        request();
        later(BEAT, () -> beat(mine));
      }
    }

    private void request() {
      var request = new Request(name, share, wanted, held(), heardBroker, heard);
      int mine = life;
      send(name + ">", () -> broker.request(request, mine));
    }

    void hear(Notice notice, String from, int to) {
      if (isDead(to)) {
        return;
      }
      if (over) {
        release();
      } else if (!formerBrokers.contains(from)
          && (!from.equals(heardBroker) || notice.number() > heard)) {
        if (!from.equals(heardBroker)) {
          formerBrokers.add(heardBroker);
        }
        heardBroker = from;
        heard = notice.number();
        follow(notice);
        if (random.nextInt(3) == 0) {
          request();
        }
      }
    }

    private void follow(Notice notice) {
      switch (notice) {
        case Notice.Allowed n -> allowed = n.slots();
        case Notice.Lost n -> drop(n.node(), "");
        case Notice.Offered n -> follow(n);
      }
      giveUp();
      hadSlotAt = held().isEmpty() ? hadSlotAt : now;
    }

    private void follow(Notice.Offered offer) {
      drop(offer.node(), offer.incarnation());
      Set<SlotId> slots = new TreeSet<>();
      offer.devices().keySet().forEach(index -> slots.add(offer.slot(index)));
      Set<SlotId> before = offered.getOrDefault(offer.node(), Set.of());
      before.stream()
          .filter(slot -> !slots.contains(slot) && random.nextBoolean())
          .toList()
          .forEach(this::end);
      slots.removeAll(ending);
      handovers += before.containsAll(slots) ? 0 : 1;
      offered.put(offer.node(), slots);
    }

    private void drop(String node, String otherThan) {
      Consumer<Set<SlotId>> gone =
          slots ->
              slots.removeIf(
                  slot -> slot.node().equals(node) && !slot.incarnation().equals(otherThan));
      gone.accept(ending);
      offered.values().forEach(gone);
    }

    /** Freezes what is above the allowance; that takes a while, and is on record at once. */
    private void giveUp() {
      List<SlotId> mine = new ArrayList<>();
      offered.values().forEach(mine::addAll);
      int tooMany = mine.size() - Math.min(allowed, mine.size());
      mine.subList(0, tooMany).forEach(this::end);
    }

    private void end(SlotId slot) {
      offered.values().forEach(slots -> slots.remove(slot));
      if (ending.add(slot)) {
        later(
            random.nextInt(5_000),
            () -> {
              ending.remove(slot);
              if (up && !over) {
                request();
              }
            });
      }
    }

    void die() {
      if (up && !over) {
        up = false;
        later(random.nextInt(4_000), this::live);
      }
    }

    private void live() {
      up = true;
      life++;
      heardBroker = "";
      heard = 0;
      allowed = Integer.MAX_VALUE;
      formerBrokers.clear();
      beat(life);
    }

    void end() {
      if (up) {
        over = true;
        offered.clear();
        ending.clear();
        release();
      }
    }

    private void release() {
      send(name + ">", () -> broker.release(name));
    }

    Contender contender() {
      return new Contender(share, wanted, held().size(), Duration.ZERO);
    }
  }
}
