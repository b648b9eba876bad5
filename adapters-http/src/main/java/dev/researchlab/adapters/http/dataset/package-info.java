/** Datasets over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.dataset;

import org.jspecify.annotations.NullMarked;
