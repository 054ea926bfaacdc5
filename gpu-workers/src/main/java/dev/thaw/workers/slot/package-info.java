/**
 * Provides the slots of a worker: where sessions train, and what becomes of the memory that they
 * held.
 *
 * <p>A session that is opened in a slot occupies it until its {@link
 * dev.thaw.workers.slot.Slots.Tenancy} ends, which is when the memory of the device is free again.
 * {@link dev.thaw.workers.slot.ProcessorSlots} are slots without a GPU. {@link
 * dev.thaw.workers.slot.GpuSlots} read the GPUs of the machine, plan slots on those that nobody
 * else uses, measure how much memory trials take, offer as many slots on a GPU as fit into it, and
 * take a slot out of the offer whose memory does not come back.
 *
 * <p>What is decided here is decided by the pure functions of {@code dev.thaw.workers.gpu}: {@link
 * dev.thaw.workers.gpu.SlotPlan}, {@link dev.thaw.workers.gpu.Packing} and {@link
 * dev.thaw.workers.gpu.MemoryRelease}. This package reads, waits and remembers.
 *
 * <p>Invariants: a slot is offered only if no other than this worker's processes compute on its
 * devices, and if what its last session held was seen to be free, where the driver tells; a slot's
 * number keeps its meaning for the life of the worker.
 */
@NullMarked
package dev.thaw.workers.slot;

import org.jspecify.annotations.NullMarked;
