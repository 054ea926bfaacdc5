/**
 * Provides {@code thaw doctor}: what this machine offers, what is wrong with it, and what to do.
 *
 * <p>A {@link dev.thaw.app.doctor.Doctor} looks at one thing after another and answers {@link
 * dev.thaw.app.doctor.Finding}s, each with a {@link dev.thaw.app.doctor.Level}; {@link
 * dev.thaw.app.doctor.FindingLines} are they for people.
 *
 * <p>Each thing is a record of facts. A static method of it reads the facts from the machine; its
 * {@code findings} are a function of the facts and nothing else. Looks run side by side, each on a
 * thread of its own and with a limit of time, since a broken driver, a hanging Python or a dead
 * file server must not hang the doctor too. Nothing is changed: what is written to try a folder is
 * deleted at once.
 */
@NullMarked
package dev.thaw.app.doctor;

import org.jspecify.annotations.NullMarked;
