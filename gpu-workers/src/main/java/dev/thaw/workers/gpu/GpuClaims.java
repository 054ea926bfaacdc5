package dev.thaw.workers.gpu;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which GPUs a worker may call its own.
 *
 * @param ourPids processes on a GPU that are this worker's trials, with all that they started
 * @param excluded GPUs and instances to leave alone, such as quarantined ones: an index, or a UUID
 *     or its beginning
 * @param visible what the worker itself was given, in the words of {@code CUDA_VISIBLE_DEVICES}: a
 *     list of indices and of UUIDs or their beginnings; an entry that starts with {@code -} ends
 *     the list, as it does for CUDA; the empty list is no GPU at all; absent is every GPU. Indices
 *     are those of PCI bus order
 */
public record GpuClaims(Set<Long> ourPids, Set<String> excluded, Optional<String> visible) {

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

  /** Words that container runtimes and schedulers write for no GPU at all. */
  private static final Set<String> NOTHING = Set.of("", "none", "void", "nodevfiles");

  public GpuClaims {
    ourPids = Set.copyOf(ourPids);
    excluded = Set.copyOf(excluded);
  }

  /** Every GPU that nobody uses. */
  public static GpuClaims everything() {
    return new GpuClaims(Set.of(), Set.of(), Optional.empty());
  }

  /** The same, and these processes are ours. */
  public GpuClaims withOurPids(Set<Long> pids) {
    return new GpuClaims(pids, excluded, visible);
  }

  /** The same without these GPUs. */
  public GpuClaims withExcluded(Set<String> ids) {
    return new GpuClaims(ourPids, ids, visible);
  }

  /** The same among what {@code CUDA_VISIBLE_DEVICES} names. */
  public GpuClaims withVisible(Optional<String> list) {
    return new GpuClaims(ourPids, excluded, list);
  }

  boolean excludes(Gpu gpu, Device device) {
    return excluded.stream().anyMatch(id -> names(id, gpu, device));
  }

  boolean shows(Gpu gpu, Device device) {
    return visible.isEmpty()
        || entries(visible.get()).stream().anyMatch(id -> names(id, gpu, device));
  }

  private static List<String> entries(String list) {
    return NOTHING.contains(list.strip().toLowerCase(Locale.ROOT))
        ? List.of()
        : COMMA.splitAsStream(list.strip()).takeWhile(entry -> !entry.startsWith("-")).toList();
  }

  /** Naming a GPU names its instances too. The empty word names nothing. */
  private static boolean names(String id, Gpu gpu, Device device) {
    if (INDEX.matcher(id).matches()) {
      return Integer.parseInt(id) == gpu.index();
    }
    return !id.isBlank() && (device.uuid().startsWith(id) || gpu.uuid().startsWith(id));
  }
}
