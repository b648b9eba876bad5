/** Experiments: the design and its life. */
@NullMarked
package dev.researchlab.domain.experiment;

import org.jspecify.annotations.NullMarked;
