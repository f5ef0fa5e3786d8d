/** Costs of a real host: texts of measurements, and what follows from them. Owner: the calling thread. */
package org.gale.engine.storm.costs;
