/** Requests that may be sent twice. */
@NullMarked
package dev.researchlab.ports.driven.request;

import org.jspecify.annotations.NullMarked;
