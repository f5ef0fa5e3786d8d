/**
 * Registers of the IRS, the ITS, the IWB and the CPU interface. There is one class per layout, with its fields and its
 * offset in a frame, and a list of the system registers. Behaviour belongs to the models. Registers that no machine has
 * are not declared: those of MEC, MPAM, the PMU and EL3. Values only: nothing here has state, so any thread
 * may use it.
 */
package org.gale.tables.register;
