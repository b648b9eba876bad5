/** Runs: one execution of an experiment, its frozen manifest and its plan of trials. */
@NullMarked
package dev.researchlab.domain.run;

import org.jspecify.annotations.NullMarked;
