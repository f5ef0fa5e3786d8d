/**
 * Support that the tests of several packages share: waiting for conditions, and fakes of clocks, rings and journals. No
 * class here has a thread of its own.
 */
package org.gale.tests.support;
