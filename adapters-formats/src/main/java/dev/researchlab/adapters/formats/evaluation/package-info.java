/** Evaluations as JSON. */
@NullMarked
package dev.researchlab.adapters.formats.evaluation;

import org.jspecify.annotations.NullMarked;
