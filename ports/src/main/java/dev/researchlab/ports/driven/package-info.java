/** What the core needs from outside; one package per feature holds the ports. */
@NullMarked
package dev.researchlab.ports.driven;

import org.jspecify.annotations.NullMarked;
