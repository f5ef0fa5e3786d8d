/**
 * Rules about the source code itself: who may import whom, and that what is cited is tested.
 * Nothing in here has a thread of its own.
 */
package org.gale.tests.architecture;
