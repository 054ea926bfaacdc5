/**
 * Provides the limit that a study owns: what it may spend, what it has spent, and what is left.
 *
 * <p>A {@link dev.thaw.core.budget.Budget} is the contract: limits of the clock, a {@link
 * dev.thaw.core.budget.Deadline}, GPU time, a {@link dev.thaw.core.budget.Cost}, trials and epochs.
 * A {@link dev.thaw.core.budget.BudgetChange} changes it. {@link dev.thaw.core.budget.Hours} say
 * when a study may train, {@link dev.thaw.core.budget.StopWhen} when it ends although it could go
 * on.
 *
 * <p>{@link dev.thaw.core.budget.Spending} is the account: epochs, the clock, and the {@link
 * dev.thaw.core.budget.Usage} of slots, each counted by its {@link dev.thaw.core.budget.Tariff}.
 * The {@link dev.thaw.core.budget.Pace} says how long epochs take, so that what is left can be
 * planned. Time that passes while no process runs the study is charged only if the budget says so.
 */
@NullMarked
package dev.thaw.core.budget;

import org.jspecify.annotations.NullMarked;
