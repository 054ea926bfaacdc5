/**
 * Provides the rule by which studies share the slots of a cluster, and the books of who has which.
 *
 * <p>A {@link dev.thaw.core.share.Share} says what a study is entitled to, a {@link
 * dev.thaw.core.share.ShareChange} what is to be otherwise, a {@link dev.thaw.core.share.Contender}
 * what it wants and has; {@link dev.thaw.core.share.FairShares} says how many slots each may hold.
 * {@link dev.thaw.core.share.Books} says which: a node is an {@link
 * dev.thaw.core.share.OfferedNode}, a study speaks by a {@link dev.thaw.core.share.Request} and is
 * told by a {@link dev.thaw.core.share.Notice}; a slot is named by its {@link
 * dev.thaw.core.share.SlotId}.
 *
 * <p>Nothing here is ever written down: whoever opens new books learns from the requests of the
 * studies what they hold. So a slot changes hands only by the word of the study that has it.
 */
@NullMarked
package dev.thaw.core.share;

import org.jspecify.annotations.NullMarked;
