/** The conversation about results. */
@NullMarked
package dev.researchlab.ports.driving.comparison;

import org.jspecify.annotations.NullMarked;
