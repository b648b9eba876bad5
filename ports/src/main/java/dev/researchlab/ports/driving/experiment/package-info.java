/** The conversation about experiments. */
@NullMarked
package dev.researchlab.ports.driving.experiment;

import org.jspecify.annotations.NullMarked;
