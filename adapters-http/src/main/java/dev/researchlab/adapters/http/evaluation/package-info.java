/** Evaluations over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.evaluation;

import org.jspecify.annotations.NullMarked;
