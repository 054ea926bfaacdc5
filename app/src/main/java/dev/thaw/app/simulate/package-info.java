/**
 * Provides searches on tables of learning curves, in virtual time: the decision core that runs
 * live, judged on curves that were trained once and for all.
 *
 * <p>In reading order: a {@link dev.thaw.app.simulate.TableSource} says where the files of a table
 * lie, and the {@link dev.thaw.app.simulate.TableReader} makes a {@link
 * dev.thaw.app.simulate.CurveTable} of them; a {@link dev.thaw.app.simulate.Policy} says in the
 * words of a study file how to search, and {@link dev.thaw.app.simulate.Conditions} with how many
 * workers and for how much; {@link dev.thaw.app.simulate.TableSimulation} makes a {@link
 * dev.thaw.app.simulate.Run} of the three and a seed, and {@link dev.thaw.app.simulate.Runs} writes
 * it in the format that tools are compared by.
 *
 * <p>Hyperparameters are scaled by their ranks in the table, so the space is the unit cube whatever
 * they are. Nothing of the table reaches a policy but the places of its rows and the values of the
 * epochs that were trained.
 *
 * <pre>{@code
 * CurveTable table = TableReader.read(source, new TableOptions(Goal.MINIMIZE, 1, true));
 * Run run = TableSimulation.run(table, Policy.parse("asha:eta=4"), Conditions.of(8, 2040), 1);
 * }</pre>
 */
@NullMarked
package dev.thaw.app.simulate;

import org.jspecify.annotations.NullMarked;
