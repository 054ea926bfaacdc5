/** Tests of what Python sees of Thaw, with the real Python and the real program. */
@NullMarked
package dev.thaw.app.python;

import org.jspecify.annotations.NullMarked;
