/** Datasets and their samples, kept in memory. */
@NullMarked
package dev.researchlab.adapters.local.dataset;

import org.jspecify.annotations.NullMarked;
