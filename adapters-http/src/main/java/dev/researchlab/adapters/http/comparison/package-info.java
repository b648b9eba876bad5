/** Comparisons over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.comparison;

import org.jspecify.annotations.NullMarked;
