/**
 * Provides an independent and deliberately naive reading of the papers, against which the decisions
 * of whole studies are compared.
 *
 * <p>A {@link dev.thaw.core.oracle.Fact} is one line of a journal in plain numbers. {@link
 * dev.thaw.core.oracle.History} holds the facts so far and searches them from the beginning for
 * each question. {@link dev.thaw.core.oracle.SuccessiveHalvingOracle}, {@link
 * dev.thaw.core.oracle.HyperbandOracle}, {@link dev.thaw.core.oracle.AshaOracle} and {@link
 * dev.thaw.core.oracle.BudgetOracle} each hold one algorithm, and {@link
 * dev.thaw.core.oracle.StudyOracle} compares with them what was decided. None of them uses anything
 * of the code that decides.
 */
@NullMarked
package dev.thaw.core.oracle;

import org.jspecify.annotations.NullMarked;
