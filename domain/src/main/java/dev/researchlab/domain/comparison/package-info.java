/** Comparisons: what a run found, each variant alone and against the baseline. */
@NullMarked
package dev.researchlab.domain.comparison;

import org.jspecify.annotations.NullMarked;
