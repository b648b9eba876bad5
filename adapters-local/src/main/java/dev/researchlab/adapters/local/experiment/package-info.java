/** Experiments, kept in memory. */
@NullMarked
package dev.researchlab.adapters.local.experiment;

import org.jspecify.annotations.NullMarked;
