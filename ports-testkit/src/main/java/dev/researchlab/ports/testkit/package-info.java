/** What the contracts of all ports need: difficult texts, and threads that race. */
@NullMarked
package dev.researchlab.ports.testkit;

import org.jspecify.annotations.NullMarked;
