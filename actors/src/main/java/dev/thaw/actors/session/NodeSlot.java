package dev.thaw.actors.session;

/**
 * A slot of a node.
 *
 * @param index its index on the node, from 0
 * @param device the number of the device, a GPU or a group of GPUs, on which it trains; slots with
 *     one device share its memory
 */
public record NodeSlot(int index, int device) {}
