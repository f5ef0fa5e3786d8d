/**
 * Traffic of a storm: the set-up and the events that a generator offers, in which order and when. Owned by the thread
 * that runs the generator.
 */
package org.gale.engine.storm.flow;
