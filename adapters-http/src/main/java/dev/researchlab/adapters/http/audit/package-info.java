/** The audit log over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.audit;

import org.jspecify.annotations.NullMarked;
