/** Prompts over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.prompt;

import org.jspecify.annotations.NullMarked;
