/**
 * Provides what must hold of every study, whoever drives it: live, simulated or replayed.
 *
 * <p>An {@link dev.thaw.core.invariant.Invariant} is one truth, checked against a step and the
 * states around it by code that shares nothing with what decides. {@link
 * dev.thaw.core.invariant.Invariants} lists them. An {@link dev.thaw.core.invariant.Inspector}
 * watches one study at one of the levels of {@link dev.thaw.core.invariant.Assertions}, and answers
 * a step that breaks a truth with a {@link dev.thaw.core.invariant.Violation}. What to do then is
 * for whoever drives the study.
 *
 * <pre>{@code
 * var inspector = new Inspector(Assertions.STEP);
 * Decision decision = Study.decide(state, input);
 * Step step = new Step(input, decision.events());
 * Optional<Violation> violation = inspector.inspect(state, step, decision.after());
 * }</pre>
 */
@NullMarked
package dev.thaw.core.invariant;

import org.jspecify.annotations.NullMarked;
