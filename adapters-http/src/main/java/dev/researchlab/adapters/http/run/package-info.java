/** Runs over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.run;

import org.jspecify.annotations.NullMarked;
