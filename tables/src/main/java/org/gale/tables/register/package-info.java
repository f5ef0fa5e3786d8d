/**
 * Registers of the IRS, the ITS, the IWB and the CPU interface. There is one class per layout, with its fields and its
 * offset in a frame, and a list of the system registers. Behaviour belongs to the models. A register whose offset no
 * source gives (the MPAM_PMGR registers and the PMU) has no class. Values only: nothing here has state, so any thread
 * may use it.
 */
package org.gale.tables.register;
