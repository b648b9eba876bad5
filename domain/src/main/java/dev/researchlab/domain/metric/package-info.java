/** Metrics: named, versioned scorers of one answer. */
@NullMarked
package dev.researchlab.domain.metric;

import org.jspecify.annotations.NullMarked;
