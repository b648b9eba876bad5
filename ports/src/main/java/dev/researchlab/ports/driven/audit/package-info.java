/** Where it is kept who did what. */
@NullMarked
package dev.researchlab.ports.driven.audit;

import org.jspecify.annotations.NullMarked;
