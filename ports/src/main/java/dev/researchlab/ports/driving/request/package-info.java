/** Requests that may be sent twice. */
@NullMarked
package dev.researchlab.ports.driving.request;

import org.jspecify.annotations.NullMarked;
