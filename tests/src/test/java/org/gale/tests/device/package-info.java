/**
 * Devices in front of VMs, seen from the socket: a client and a driver of the tests' own attach, behave and misbehave.
 */
package org.gale.tests.device;
