/**
 * Provides study specs: what a user writes into a YAML file, checked and turned into what the core
 * understands.
 *
 * <p>In reading order: {@link dev.thaw.app.spec.SpecReader} reads a file and what {@code --set}
 * changes of it, and gives a {@link dev.thaw.core.study.StudySpec} or a {@link
 * dev.thaw.app.spec.BadSpecException} that lists every {@link dev.thaw.app.spec.SpecError} at once,
 * in the order of the file. {@link dev.thaw.app.spec.SpecJson} writes a spec with every default
 * spelt out, and says what differs between two as {@link dev.thaw.app.spec.SpecChange}s. {@link
 * dev.thaw.app.spec.Durations} reads and prints durations, {@link dev.thaw.app.spec.ContractText}
 * what a study may spend and when, {@link dev.thaw.app.spec.BudgetChanges} changes of that.
 *
 * <p>The keys, their types, ranges, defaults and meaning are published as JSON Schema, draft
 * 2020-12, in the resource {@code study.schema.json}; what a schema cannot say is checked after it.
 *
 * <pre>{@code
 * StudySpec spec = SpecReader.read(Path.of("study.yaml"), List.of("budget.wallClock=90s"));
 * }</pre>
 */
@NullMarked
package dev.thaw.app.spec;

import org.jspecify.annotations.NullMarked;
