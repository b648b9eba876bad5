/** Health, figures and the log of requests. */
@NullMarked
package dev.researchlab.adapters.http.operations;

import org.jspecify.annotations.NullMarked;
