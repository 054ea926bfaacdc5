package dev.thaw.app.doctor;

import dev.thaw.app.summary.Figures;
import dev.thaw.workers.gpu.GpuInventory;
import dev.thaw.workers.gpu.Inventory;
import dev.thaw.workers.launch.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The GPUs and their driver.
 *
 * @param inventory what the driver tells
 * @param cards how many cards of NVIDIA are plugged in, whether their driver works or not
 * @param installed whether the driver's program {@code nvidia-smi} is on this machine
 * @param visible {@code CUDA_VISIBLE_DEVICES}, if it is set
 * @param owners who runs the processes that are on a GPU, by process number, if that can be seen
 */
record Graphics(
    Inventory inventory,
    int cards,
    boolean installed,
    Optional<String> visible,
    Map<Long, String> owners) {

  private static final Path PCI = Path.of("/sys/bus/pci/devices");

  /** Where the driver listens; in a container it may be there while the bus is hidden. */
  private static final Path CONTROL = Path.of("/dev/nvidiactl");

  Graphics {
    owners = Map.copyOf(owners);
  }

  static Graphics read(Map<String, String> environment) {
    try (GpuInventory gpus = GpuInventory.ofThisMachine()) {
      Inventory inventory = gpus.read();
      return new Graphics(
          inventory,
          Math.max(cards(PCI), Files.exists(CONTROL) ? 1 : 0),
          SearchPath.find("nvidia-smi", environment.getOrDefault("PATH", "")).isPresent(),
          Optional.ofNullable(environment.get("CUDA_VISIBLE_DEVICES")),
          owners(inventory));
    }
  }

  /** The display and 3D controllers of NVIDIA in a folder of PCI devices, as Linux has it. */
  static int cards(Path devices) {
    try (Stream<Path> all = Files.list(devices)) {
      return (int)
          all.filter(device -> says(device.resolve("vendor"), "0x10de"))
              .filter(device -> says(device.resolve("class"), "0x03"))
              .count();
    } catch (IOException absent) {
      return 0;
    }
  }

  private static boolean says(Path file, String beginning) {
    try {
      return Files.readString(file).startsWith(beginning);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Map<Long, String> owners(Inventory inventory) {
    return inventory.gpus().stream()
        .flatMap(gpu -> GpuFindings.processes(gpu).stream())
        .flatMap(process -> ProcessHandle.of(process.pid()).stream())
        .collect(Collectors.toMap(ProcessHandle::pid, Graphics::owner, (one, same) -> one));
  }

  private static String owner(ProcessHandle process) {
    var info = process.info();
    String program = info.command().map(c -> c.substring(c.lastIndexOf('/') + 1)).orElse("");
    return Stream.of(program, info.user().orElse(""))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" of "));
  }

  List<Finding> findings() {
    if (inventory.how() == Inventory.Source.NONE) {
      return without();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(driver());
    var gpus = new GpuFindings(inventory, visible, owners);
    inventory.gpus().forEach(gpu -> findings.addAll(gpus.of(gpu)));
    if (inventory.gpus().isEmpty()) {
      findings.add(Finding.note("GPU", "none: trials will train on the processor."));
    }
    findings.addAll(problems());
    return findings;
  }

  private List<Finding> without() {
    List<Finding> findings = new ArrayList<>();
    if (cards > 0) {
      String text =
          "%s of NVIDIA, but no driver answers: trials will train on the processor. Maybe install the driver, or hand the GPUs on to the container."
              .formatted(Figures.count(cards, "card"));
      findings.add(Finding.warning("driver", text));
    } else {
      findings.add(Finding.note("GPU", "none: trials will train on the processor."));
    }
    // On a machine that was never meant for GPUs nobody wants to read why there is none.
    if (cards > 0 || installed) {
      findings.addAll(problems());
    }
    return findings;
  }

  private Finding driver() {
    String version = inventory.driver().orElse("of unknown version");
    return inventory.how() == Inventory.Source.NVML
        ? Finding.ok("driver", version + ", read through NVML")
        : Finding.note("driver", version + ", read with nvidia-smi, as NVML cannot be opened.");
  }

  /** What cannot be read is bad only if it may be why a card is missing. */
  private List<Finding> problems() {
    boolean missing = inventory.gpus().size() < cards;
    return inventory.problems().stream()
        .map(text -> missing ? Finding.warning("driver", text) : Finding.note("driver", text))
        .toList();
  }
}
