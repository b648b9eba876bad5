/** Requests that may be sent twice. */
@NullMarked
package dev.researchlab.domain.request;

import org.jspecify.annotations.NullMarked;
