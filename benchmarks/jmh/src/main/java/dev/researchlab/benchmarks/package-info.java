/** Benchmarks of the hot path. */
@NullMarked
package dev.researchlab.benchmarks;

import org.jspecify.annotations.NullMarked;
