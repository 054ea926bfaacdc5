/**
 * Provides what a worker knows about the GPUs of its machine, and what it decides from that.
 *
 * <p>A {@link dev.thaw.workers.gpu.GpuInventory} reads this machine once and answers an {@link
 * dev.thaw.workers.gpu.Inventory}: every {@link dev.thaw.workers.gpu.Gpu} with its memory, load and
 * processes, and what could not be read, in words. It asks {@link dev.thaw.workers.gpu.NvmlSource}
 * first (the driver's library, called through the foreign-function API), then {@link
 * dev.thaw.workers.gpu.NvidiaSmiSource} (the driver's program). Only these three touch the machine;
 * everything else is a function of inventories:
 *
 * <ul>
 *   <li>{@link dev.thaw.workers.gpu.SlotPlan}: which slots a worker offers, with which GPUs and
 *       which environment, and which GPUs it leaves alone and why;
 *   <li>{@link dev.thaw.workers.gpu.MemoryRelease}: whether the memory of a trial that has left its
 *       slot is really free again;
 *   <li>{@link dev.thaw.workers.gpu.Packing}: how many trials fit on one GPU, from the memory that
 *       earlier epochs took;
 *   <li>{@link dev.thaw.workers.gpu.InventoryLines}: the inventory as lines for people.
 * </ul>
 *
 * <p>Invariants: nothing here changes a setting of a GPU, MIG mode included; no error of a driver
 * reaches a caller as an exception; a GPU that somebody else computes on is in no slot; a GPU is in
 * two slots only if the settings say so. GPUs are named by UUID wherever it matters, since indices
 * change with the environment and after a reboot.
 *
 * <pre>{@code
 * try (GpuInventory gpus = GpuInventory.ofThisMachine()) {
 *   SlotPlan plan = SlotPlan.of(gpus.read(), SlotSettings.defaults(), GpuClaims.everything());
 *   plan.slots().forEach(slot -> start(slot.environment()));
 * }
 * }</pre>
 */
@NullMarked
package dev.thaw.workers.gpu;

import org.jspecify.annotations.NullMarked;
