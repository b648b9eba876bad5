/** Projects over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.project;

import org.jspecify.annotations.NullMarked;
