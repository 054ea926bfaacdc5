/**
 * Provides the limit that a study owns: what it may spend, what it has spent, and what is left.
 *
 * <p>A {@link dev.thaw.core.budget.Budget} is the contract; {@link dev.thaw.core.budget.Spending}
 * is the account. Time that passes while no process runs the study is not charged.
 */
@NullMarked
package dev.thaw.core.budget;

import org.jspecify.annotations.NullMarked;
