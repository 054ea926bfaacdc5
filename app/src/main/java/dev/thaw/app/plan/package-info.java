/**
 * Provides the plan of a study for people and programs: {@link dev.thaw.app.plan.Planning}
 * rehearses it on all processors, {@link dev.thaw.app.plan.PlanFigures} are the outcome as a JSON
 * object, and {@link dev.thaw.app.plan.PlanWords} the same in lines of text, with what is to be
 * warned of.
 */
@NullMarked
package dev.thaw.app.plan;

import org.jspecify.annotations.NullMarked;
