/**
 * Provides the rule by which studies share the slots of a cluster.
 *
 * <p>A {@link dev.thaw.core.share.Share} says what a study is entitled to, and a {@link
 * dev.thaw.core.share.ShareChange} what is to be otherwise.
 */
@NullMarked
package dev.thaw.core.share;

import org.jspecify.annotations.NullMarked;
