/** Summaries of runs as JSON. */
@NullMarked
package dev.researchlab.adapters.formats.comparison;

import org.jspecify.annotations.NullMarked;
