/**
 * Provides checks of what runs Thaw elsewhere: the files in {@code conf} for systemd, Slurm and
 * Kubernetes, and the container image of {@code build/Image.java}.
 *
 * <p>{@link dev.thaw.app.deploy.Manifest} is one object of Kubernetes as it stands in a file,
 * checked by the classes that Kubernetes generates from its own schema. {@link
 * dev.thaw.app.deploy.Deployed} says what the program itself offers, for comparison: variables,
 * ports, and the time that a node may take to leave.
 */
@NullMarked
package dev.thaw.app.deploy;

import org.jspecify.annotations.NullMarked;
