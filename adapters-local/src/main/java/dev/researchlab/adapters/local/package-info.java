/** Everything the core needs from outside that needs no server. */
@NullMarked
package dev.researchlab.adapters.local;

import org.jspecify.annotations.NullMarked;
