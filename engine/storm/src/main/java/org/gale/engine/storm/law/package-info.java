/**
 * Laws of devices, guests and streams, and the witnesses that check them: what a device is offered comes back, in time,
 * to a guest that is notified. A witness counts at seams alone, and shares no counter with what it watches. The thread
 * that drives what is watched owns its witness.
 */
package org.gale.engine.storm.law;
