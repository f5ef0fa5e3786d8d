/**
 * What {@code engine/bin/gale} does before the JVM runs, played with a JDK and a Maven that only tell how they were
 * called. Nothing in here has a thread of its own.
 */
package org.gale.tests.launcher;
