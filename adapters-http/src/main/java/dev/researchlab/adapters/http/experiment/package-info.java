/** Experiments over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.experiment;

import org.jspecify.annotations.NullMarked;
