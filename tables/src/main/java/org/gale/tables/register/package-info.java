/**
 * The registers of the IRS, the ITS, the IWB and the CPU interface: a class for each layout, whose constants are the
 * fields, and a list of the system registers. Offsets and behaviour are the models'. A register whose offset no source
 * gives (the MPAM_PMGR registers and the PMU) has no class. Values only: nothing here has state, so any thread may use
 * it.
 */
package org.gale.tables.register;
