/** Datasets, their immutable versions and their samples. */
@NullMarked
package dev.researchlab.domain.dataset;

import org.jspecify.annotations.NullMarked;
