/** The command line: it chooses the adapters, wires them to the core and talks to people. */
@NullMarked
package dev.researchlab.bootstrap;

import org.jspecify.annotations.NullMarked;
