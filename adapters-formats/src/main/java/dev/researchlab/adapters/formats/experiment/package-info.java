/** The experiment file: YAML read with line numbers, overridden by settings, submitted to a lab. */
@NullMarked
package dev.researchlab.adapters.formats.experiment;

import org.jspecify.annotations.NullMarked;
