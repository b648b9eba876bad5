/** The conversation about runs. */
@NullMarked
package dev.researchlab.ports.driving.run;

import org.jspecify.annotations.NullMarked;
