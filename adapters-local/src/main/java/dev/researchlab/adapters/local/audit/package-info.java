/** Keeps the audit log in memory. */
@NullMarked
package dev.researchlab.adapters.local.audit;

import org.jspecify.annotations.NullMarked;
