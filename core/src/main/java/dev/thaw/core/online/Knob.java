package dev.thaw.core.online;

import dev.thaw.core.space.Scale;

/**
 * A real parameter that may change between the epochs of a trial.
 *
 * @param name its name
 * @param min the smallest value to propose
 * @param max the largest value to propose
 * @param scale on which values are proposed
 */
public record Knob(String name, double min, double max, Scale scale) {}
