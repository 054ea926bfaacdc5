package dev.thaw.workers.slot;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.Inventory;
import dev.thaw.workers.gpu.MemoryRelease;
import dev.thaw.workers.gpu.Refused;
import dev.thaw.workers.gpu.SlotDevices;
import dev.thaw.workers.gpu.SlotPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slots on the GPUs of this machine that nobody else uses.
 *
 * <p>Where slots are packed, a GPU offers one slot until some trials were measured, and then as
 * many as fit by {@link dev.thaw.workers.gpu.Packing}. A GPU that somebody else uses is not
 * offered; it is from when it is idle. A slot whose memory does not come back within the patience
 * is quarantined: it is not offered until its memory is seen to be free.
 *
 * <p>Reading the GPUs can take as long as the driver does; no lock of this class is held meanwhile.
 */
public final class GpuSlots implements Slots {

  private static final Logger log = LoggerFactory.getLogger(GpuSlots.class);

  private static final Duration BETWEEN_READINGS = Duration.ofMillis(250);
  private static final int LOOKS_MAX = 3;
  private static final long LEAST_BETWEEN_MEASUREMENTS_NS = Duration.ofSeconds(1).toNanos();

  /** Measuring after epochs takes one part in so many of a session's time at most. */
  private static final long SHARE = 50;

  private final Supplier<Inventory> gpus;
  private volatile double idleShare = Double.NaN;
  private final GpuSlotSettings settings;
  private final Wait wait;
  private final GpuLocks locks;

  // All of these are guarded by this.
  private final List<Place> places = new ArrayList<>();
  private final Set<Tenant> tenants = new HashSet<>();
  private final Map<Integer, String> quarantined = new HashMap<>();
  private final Peaks peaks = new Peaks();
  private Set<String> busy = Set.of();
  private List<Refused> refused = List.of();
  private List<NodeSlot> offered = List.of();
  private @Nullable SlotListener listener;
  private int deviceCount;
  private long moves;

  /**
   * Plans slots on what the GPUs are now.
   *
   * @param gpus reads the GPUs
   */
  public GpuSlots(Supplier<Inventory> gpus, GpuSlotSettings settings) {
    this(gpus, settings, Wait.REAL);
  }

  GpuSlots(Supplier<Inventory> gpus, GpuSlotSettings settings, Wait wait) {
    this.gpus = gpus;
    this.settings = settings;
    this.locks = new GpuLocks(settings.lockFolder());
    this.wait = wait;
    look();
  }

  @Override
  public synchronized TrainingSlot slot(int number) {
    SlotDevices devices = place(number).devices();
    return new TrainingSlot(number, devices.indices(), FreePort.in(devices.environment()));
  }

  @Override
  public synchronized List<Integer> gpus(int number) {
    return place(number).devices().indices();
  }

  @Override
  public synchronized void watch(SlotListener listening) {
    listener = listening;
    listening.offered(offered);
  }

  @Override
  public synchronized Tenancy occupy(int slot, Supplier<Set<Long>> processes) {
    Tenant tenant = new Tenant(place(slot), processes);
    tenants.add(tenant);
    moves++;
    return new Stay(tenant);
  }

  @Override
  public boolean hasRoom(int slot) {
    Place place;
    long needed;
    synchronized (this) {
      place = place(slot);
      needed = settings.packing().roomFor(peaksSoFar());
    }
    return needed >= 0 && place.freeBytes(gpus.get()) >= needed;
  }

  @Override
  public synchronized boolean isQuarantined(int slot) {
    return quarantined.containsKey(slot);
  }

  /** Why a GPU of this machine is in no slot that is offered, a sentence each. */
  public synchronized List<String> notes() {
    List<String> notes = new ArrayList<>(refused.stream().map(Refused::reason).toList());
    quarantined.forEach((slot, reason) -> notes.add("Slot %d: %s".formatted(slot, reason)));
    return notes;
  }

  /**
   * Reads the GPUs and brings everything up to date: measures the trials, takes GPUs into the offer
   * and out of it. To be called every now and then.
   */
  public void look() {
    for (int attempt = 0; attempt < LOOKS_MAX; attempt++) {
      long before = moves();
      lookAtProcesses();
      Inventory now = gpus.get();
      idleShare = now.idleShare();
      if (take(now, before)) {
        return;
      }
    }
  }

  @Override
  public double gpuIdle() {
    return idleShare;
  }

  private void lookAtProcesses() {
    List<Tenant> present;
    synchronized (this) {
      present = List.copyOf(tenants);
    }
    present.forEach(Tenant::lookAtProcesses);
  }

  private synchronized long moves() {
    return moves;
  }

  /** Takes a reading for true, unless somebody has moved since, whose memory it may still show. */
  private synchronized boolean take(Inventory now, long movesBefore) {
    if (moves == movesBefore) {
      tenants.forEach(tenant -> tenant.measure(now, isAlone(tenant)));
      restore(now);
      GpuClaims claims = settings.claims().withOurPids(ourPids());
      SlotPlan single = SlotPlan.of(now, settings.oneByOne(), claims);
      busy = busyAmong(now, single);
      refused = both(single.refused(), addPlaces(now, claims, single));
      offer();
    }
    return moves == movesBefore;
  }

  /** What cannot be used, and what could be if there were more of it for one trial. */
  private static List<Refused> both(List<Refused> unusable, List<Refused> leftOut) {
    Set<String> known = unusable.stream().map(Refused::uuid).collect(Collectors.toSet());
    return Stream.concat(
            unusable.stream(),
            leftOut.stream()
                .filter(one -> one.why() != Refused.Why.EXCLUDED && !known.contains(one.uuid())))
        .sorted(Comparator.comparingInt(Refused::index))
        .toList();
  }

  /**
   * Adds slots on GPUs that are in no slot yet, because they are new or were busy so far, and
   * answers which are in none still.
   */
  private List<Refused> addPlaces(Inventory now, GpuClaims claims, SlotPlan single) {
    if (now.gpus().isEmpty()) {
      return List.of();
    }
    Set<String> known = new HashSet<>(claims.excluded());
    places.forEach(place -> known.addAll(place.devices().uuids()));
    List<Refused> elsewhere = offeredElsewhere(single, known);
    elsewhere.forEach(one -> known.add(one.uuid()));
    SlotPlan plan = SlotPlan.of(now, settings.slots(), claims.withExcluded(known), places.size());
    Map<List<String>, Integer> rounds = new HashMap<>();
    Map<List<String>, Integer> devices = new HashMap<>();
    for (SlotDevices slot : plan.slots()) {
      int round = rounds.merge(slot.uuids(), 1, Integer::sum) - 1;
      int device = devices.computeIfAbsent(slot.uuids(), _ -> deviceCount++);
      MemoryRelease release =
          MemoryRelease.of(now, slot.uuids(), settings.toleranceBytes(), settings.patience());
      places.add(Place.of(slot, device, round, release, now));
    }
    return Stream.concat(plan.refused().stream(), elsewhere.stream()).toList();
  }

  /** Takes the GPUs that are new, and answers which of them another worker has taken before. */
  private List<Refused> offeredElsewhere(SlotPlan single, Set<String> known) {
    List<Refused> taken = new ArrayList<>();
    for (SlotDevices slot : single.slots()) {
      String uuid = slot.uuids().getFirst();
      if (!known.contains(uuid) && !locks.take(uuid)) {
        int index = slot.indices().getFirst();
        taken.add(
            new Refused(
                index,
                uuid,
                Refused.Why.IN_USE,
                "GPU %d is offered by another Thaw on this machine.".formatted(index)));
      }
    }
    return taken;
  }

  /** What a session uses cannot be told from what others do, so only empty devices are judged. */
  private Set<String> busyAmong(Inventory now, SlotPlan plan) {
    Set<String> occupied =
        tenants.stream()
            .flatMap(tenant -> tenant.place().devices().uuids().stream())
            .collect(Collectors.toSet());
    Set<String> found = plan.refused().stream().map(Refused::uuid).collect(Collectors.toSet());
    places.forEach(
        place ->
            place.devices().uuids().stream()
                .filter(uuid -> now.device(uuid).isEmpty())
                .forEach(found::add));
    found.removeAll(occupied);
    return found;
  }

  private void restore(Inventory now) {
    Set<Long> ours = ourPids();
    quarantined
        .keySet()
        .removeIf(
            slot ->
                tenants.stream().noneMatch(tenant -> tenant.place().number() == slot)
                    && place(slot).isFree(now, ours, isTaken(place(slot).device())));
  }

  private void offer() {
    List<Long> seen = peaksSoFar();
    List<NodeSlot> now = new ArrayList<>();
    for (Place place : places) {
      boolean idle = place.devices().uuids().stream().noneMatch(busy::contains);
      boolean fits = place.round() < slotsOn(place, seen);
      if (idle && fits && !quarantined.containsKey(place.number())) {
        now.add(new NodeSlot(place.number(), place.device()));
      }
    }
    if (!now.equals(offered)) {
      offered = now;
      log.info("Offering slots {}", now.stream().map(NodeSlot::index).toList());
      if (listener != null) {
        listener.offered(now);
      }
    }
  }

  private int slotsOn(Place place, List<Long> seen) {
    return settings.packed()
        ? Math.max(1, settings.packing().trialsPerGpu(seen, place.usableBytes()))
        : settings.slots().slotsPerGpu();
  }

  private List<Long> peaksSoFar() {
    return peaks.with(tenants);
  }

  private boolean isTaken(int device) {
    return tenants.stream().anyMatch(tenant -> tenant.place().device() == device);
  }

  private boolean isAlone(Tenant tenant) {
    return tenants.stream()
        .noneMatch(other -> other != tenant && other.place().device() == tenant.place().device());
  }

  private boolean isBesideAnOpening(Tenant tenant) {
    return tenants.stream()
        .anyMatch(
            other ->
                other != tenant
                    && other.opening()
                    && other.place().device() == tenant.place().device());
  }

  private Set<Long> ourPids() {
    Set<Long> all = new HashSet<>();
    tenants.forEach(tenant -> all.addAll(tenant.pids()));
    return all;
  }

  private synchronized void quarantine(int slot, String reason) {
    quarantined.put(slot, reason);
    log.error("Slot {} is taken out of the offer. {}", slot, reason);
    offered = offered.stream().filter(other -> other.index() != slot).toList();
    if (listener != null) {
      listener.quarantined(slot, reason);
    }
  }

  private Place place(int number) {
    if (number < 0 || number >= places.size()) {
      throw new IllegalArgumentException(
          "slot (%d) must be at least 0 and below %d.".formatted(number, places.size()));
    }
    return places.get(number);
  }

  @Override
  public void close() {
    locks.close();
  }

  /** One tenant's stay. */
  private final class Stay implements Tenancy {
    private final Tenant tenant;
    private long measuredNs;
    private long pauseNs;
    private boolean measured;

    Stay(Tenant tenant) {
      this.tenant = tenant;
    }

    @Override
    public void opened() {
      tenant.opened();
    }

    @Override
    public void move(int slot) {
      synchronized (GpuSlots.this) {
        tenant.move(place(slot));
      }
    }

    @Override
    public void epochTrained() {
      long startNs = wait.nanoTime();
      if (measured && startNs - measuredNs < pauseNs) {
        return;
      }
      tenant.lookAtProcesses();
      Inventory now = gpus.get();
      measured = true;
      measuredNs = wait.nanoTime();
      pauseNs = Math.max(LEAST_BETWEEN_MEASUREMENTS_NS, SHARE * (measuredNs - startNs));
      synchronized (GpuSlots.this) {
        tenant.measure(now, isAlone(tenant));
        tenant.trained();
        if (settings.packed()) {
          offer();
        }
      }
    }

    @Override
    public void end() {
      boolean interrupted = Thread.interrupted();
      long start = wait.nanoTime();
      try {
        while (true) {
          Duration waited = Duration.ofNanos(wait.nanoTime() - start);
          lookAtProcesses();
          if (hasEnded(gpus.get(), waited)) {
            return;
          }
          interrupted |= wait.pause(BETWEEN_READINGS);
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private boolean hasEnded(Inventory now, Duration waited) {
      MemoryRelease.Verdict verdict;
      boolean opening;
      synchronized (GpuSlots.this) {
        opening = isBesideAnOpening(tenant);
        Set<Long> neighbours = new HashSet<>(ourPids());
        neighbours.removeAll(tenant.pids());
        MemoryRelease release = tenant.place().release();
        verdict = release.judge(now, tenant.pids(), neighbours, !isAlone(tenant), waited);
      }
      return switch (verdict) {
        case MemoryRelease.Wait _ -> false;
        case MemoryRelease.Free free -> {
          log.debug("{} is free again, proven: {}", tenant.place().devices(), free.proven());
          leave(true);
          yield true;
        }
        // What a session that is being opened holds cannot be told from what stayed behind.
        case MemoryRelease.Quarantine _ when opening -> false;
        case MemoryRelease.Quarantine(String reason) -> {
          quarantine(tenant.place().number(), reason);
          leave(false);
          yield true;
        }
      };
    }

    private void leave(boolean free) {
      synchronized (GpuSlots.this) {
        moves++;
        if (tenants.remove(tenant)) {
          peaks.add(tenant);
        }
        if (free) {
          quarantined.remove(tenant.place().number());
        }
        offer();
      }
    }

    @Override
    public void abandon(String reason) {
      quarantine(tenant.place().number(), reason);
    }
  }
}
