/** The conversation about datasets. */
@NullMarked
package dev.researchlab.ports.driving.dataset;

import org.jspecify.annotations.NullMarked;
