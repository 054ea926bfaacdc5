package dev.thaw.core.study;

/**
 * A device, one GPU or a group of them, whose memory all slots on it share.
 *
 * @param node the node's name
 * @param number its number on the node
 */
public record Device(String node, int number) {}
