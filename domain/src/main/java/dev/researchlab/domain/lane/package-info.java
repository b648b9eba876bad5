/** How calls to a provider are paced: what may be sent now, and what its answers teach. */
@NullMarked
package dev.researchlab.domain.lane;

import org.jspecify.annotations.NullMarked;
