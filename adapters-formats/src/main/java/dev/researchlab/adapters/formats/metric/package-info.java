/** Metrics that need a file format's library. */
@NullMarked
package dev.researchlab.adapters.formats.metric;

import org.jspecify.annotations.NullMarked;
