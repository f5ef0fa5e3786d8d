/**
 * Plain models of interrupt hosts, which say of each message whether it is delivered, pending, coalesced or rejected.
 * They name no class that they judge. Owned by one thread.
 */
package org.gale.tests.drawn.plain;
