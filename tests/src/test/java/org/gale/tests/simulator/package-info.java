/**
 * Simulator: all agents of a storm interleaved on one thread by a seeded scheduler, with a clock that it moves and a
 * disk that fails as disks and kernels do. One seed gives one run, to the byte. Each test owns its simulation.
 */
package org.gale.tests.simulator;
