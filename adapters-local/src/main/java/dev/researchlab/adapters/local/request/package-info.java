/** Requests that may be sent twice, in memory. */
@NullMarked
package dev.researchlab.adapters.local.request;

import org.jspecify.annotations.NullMarked;
