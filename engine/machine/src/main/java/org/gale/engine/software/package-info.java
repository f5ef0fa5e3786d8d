/**
 * Drivers: what software stores, executes and writes to set up and use an IRS, an ITS and a CPU interface. Storms,
 * hypervisors and benchmarks share them. They know the layout of registers and instructions and no model. The thread
 * that uses a driver owns it.
 */
package org.gale.engine.software;
