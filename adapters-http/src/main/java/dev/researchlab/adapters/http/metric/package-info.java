/** Metrics over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.metric;

import org.jspecify.annotations.NullMarked;
