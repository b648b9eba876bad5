/** The conversation about evaluations. */
@NullMarked
package dev.researchlab.ports.driving.evaluation;

import org.jspecify.annotations.NullMarked;
