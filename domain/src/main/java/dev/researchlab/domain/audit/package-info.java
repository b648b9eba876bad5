/** The audit log: who did what, and when. */
@NullMarked
package dev.researchlab.domain.audit;

import org.jspecify.annotations.NullMarked;
