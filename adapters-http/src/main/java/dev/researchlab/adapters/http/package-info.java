/** The REST service over the driving ports. */
@NullMarked
package dev.researchlab.adapters.http;

import org.jspecify.annotations.NullMarked;
