/**
 * Test support that the tests of this module and of module {@code tests} share. Nothing here owns a thread.
 */
package org.gale.engine.support;
