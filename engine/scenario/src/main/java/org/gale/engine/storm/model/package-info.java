/**
 * Models of devices and guests: what makes a device send its next event, and draws of their times. A model is a state
 * machine without a clock or thread of its own; the run that drives it owns it, and calls it at times that never fall.
 */
package org.gale.engine.storm.model;
