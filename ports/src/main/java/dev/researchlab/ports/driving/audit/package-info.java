/** What was done, by whom and to what. */
@NullMarked
package dev.researchlab.ports.driving.audit;

import org.jspecify.annotations.NullMarked;
