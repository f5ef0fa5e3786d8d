/**
 * Launcher {@code engine/bin/gale}, before the JVM runs, played with a JDK and a Maven that only print their arguments.
 * No class here has a thread of its own.
 */
package org.gale.tests.launcher;
