/** Evaluations, kept in memory. */
@NullMarked
package dev.researchlab.adapters.local.evaluation;

import org.jspecify.annotations.NullMarked;
