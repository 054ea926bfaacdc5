package dev.thaw.app.doctor;

import dev.thaw.workers.gpu.Device;
import dev.thaw.workers.gpu.Gpu;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.GpuProcess;
import dev.thaw.workers.gpu.Inventory;
import dev.thaw.workers.gpu.MigDevice;
import dev.thaw.workers.gpu.Refused;
import dev.thaw.workers.gpu.SlotPlan;
import dev.thaw.workers.gpu.SlotSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Judges GPUs by what a worker would do with them: one finding for each, and more if needed. */
final class GpuFindings {

  /** From about 90 °C on GPUs slow down, the large ones a little before. */
  private static final int HOT = 85;

  private final SlotPlan plan;
  private final Map<Long, String> owners;

  GpuFindings(Inventory inventory, Optional<String> visible, Map<Long, String> owners) {
    this.plan =
        SlotPlan.of(
            inventory, SlotSettings.defaults(), GpuClaims.everything().withVisible(visible));
    this.owners = owners;
  }

  /** What runs on a GPU or on one of its instances. */
  static List<GpuProcess> processes(Gpu gpu) {
    return devices(gpu).flatMap(device -> device.processes().stream()).distinct().toList();
  }

  private static Stream<Device> devices(Gpu gpu) {
    return Stream.concat(Stream.of(gpu), gpu.mig().stream().flatMap(List::stream));
  }

  List<Finding> of(Gpu gpu) {
    String subject = "GPU " + gpu.index();
    List<Finding> findings = new ArrayList<>();
    devices(gpu).forEach(device -> findings.add(finding(subject, device)));
    if (gpu.temperature().orElse(0) >= HOT) {
      findings.add(
          Finding.warning(
              subject,
              "is hot, and slows down from about 90 °C on. Maybe look after its cooling."));
    }
    return findings;
  }

  private Finding finding(String subject, Device device) {
    String what = text(device);
    return plan.refused().stream()
        .filter(refused -> refused.uuid().equals(device.uuid()))
        .findFirst()
        .map(refused -> refused(subject, what, refused))
        .orElseGet(() -> Finding.ok(subject, what));
  }

  private static Finding refused(String subject, String what, Refused refused) {
    return switch (refused.why()) {
      case IN_USE ->
          Finding.warning(
              subject,
              what + ": in use, so that no trial gets it. Maybe wait for the process, or end it.");
      case MEMORY_HELD ->
          Finding.warning(
              subject,
              what
                  + ": held by no visible process, so that no trial gets it."
                  + " Maybe somebody in another container uses it; see nvidia-smi on the host.");
      case NOT_VISIBLE ->
          Finding.note(
              subject, what + ": not among CUDA_VISIBLE_DEVICES, so that no trial gets it.");
      case NO_INSTANCE ->
          Finding.warning(
              subject,
              what + ": in MIG mode without an instance. Maybe ask the administrator for one.");
      case EXCLUDED, INSTANCE_IN_GROUP, LEFT_OVER ->
          Finding.note(subject, what + ": " + refused.reason());
    };
  }

  private String text(Device device) {
    var text = new StringBuilder(device instanceof MigDevice ? "instance " : "");
    text.append(device.name());
    device
        .memory()
        .ifPresent(
            m ->
                text.append(
                    ", %s of %s used".formatted(Bytes.text(m.used()), Bytes.text(m.total()))));
    if (device instanceof Gpu gpu) {
      append(text, gpu.utilization(), " % busy");
      append(text, gpu.temperature(), " °C");
    }
    device.processes().forEach(process -> text.append("; ").append(text(process)));
    return text.toString();
  }

  private static void append(StringBuilder text, OptionalInt number, String unit) {
    number.ifPresent(n -> text.append(", ").append(n).append(unit));
  }

  private String text(GpuProcess process) {
    String owner = owners.getOrDefault(process.pid(), "");
    return "process %d%s %s"
        .formatted(
            process.pid(),
            owner.isEmpty() ? "" : " (%s)".formatted(owner),
            process.memory().isPresent()
                ? "holds " + Bytes.text(process.memory().getAsLong())
                : "runs on it");
  }
}
