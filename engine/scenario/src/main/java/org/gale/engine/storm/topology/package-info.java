/**
 * Topology of a storm: where its VMs, VPEs, devices, LPIs and tables lie. What follows the run is on the engine's
 * thread; everything else is immutable.
 */
package org.gale.engine.storm.topology;
