/** Evaluations: the recorded outcome of one trial. */
@NullMarked
package dev.researchlab.domain.evaluation;

import org.jspecify.annotations.NullMarked;
