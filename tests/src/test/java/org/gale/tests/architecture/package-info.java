/**
 * Rules about the source code itself: the imports of each room, and a test for each rule that is cited. No class here
 * has a thread of its own.
 */
package org.gale.tests.architecture;
