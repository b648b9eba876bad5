/** Metrics that come from outside the core. */
@NullMarked
package dev.researchlab.ports.driven.metric;

import org.jspecify.annotations.NullMarked;
