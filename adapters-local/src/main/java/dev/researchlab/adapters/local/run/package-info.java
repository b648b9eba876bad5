/** Runs, kept in memory. */
@NullMarked
package dev.researchlab.adapters.local.run;

import org.jspecify.annotations.NullMarked;
