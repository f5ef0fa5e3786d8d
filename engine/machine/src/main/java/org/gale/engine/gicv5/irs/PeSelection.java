package org.gale.engine.gicv5.irs;

import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;

/** IRS_PE_SELR, IRS_PE_STATUSR and IRS_PE_CR0: what software asks of one PE. */
final class PeSelection
{
    private final int irs;
    private final Board board;
    private final PeGates gates;
    private final boolean hasOneOfN;
    private final Residency residency;
    private int selected;

    PeSelection(
        final MachineConfig config, final int irs, final Board board, final PeGates gates, final Residency residency)
    {
        this.irs = irs;
        this.board = board;
        this.gates = gates;
        this.hasOneOfN = config.value(MachineKeys.ONE_N);
        this.residency = residency;
    }

    void state(final StateStream stream)
    {
        selected = (int)stream.bits("IRS_PE_SELR", selected, IrsPeSelr.IAFFID.mask());
    }

    int selected()
    {
        return selected;
    }

    void select(final int value)                                                // B-IRS-9
    {
        selected = value & IrsPeSelr.IAFFID.mask();
    }

    int status()
    {
        final int pe = pe();
        final int status = IrsPeStatusr.V.with(IrsPeStatusr.IDLE.mask(), pe >= 0);

        return IrsPeStatusr.ONLINE.with(status, pe >= 0 && gates.isLinked(pe));     // T-PE-5
    }

    int cr0()
    {
        return IrsPeCr0.DPS.with(0, pe() >= 0 && residency.isExcludedFromOneOfN(pe()));
    }

    void writeCr0(final int value)                                              // B-CPU-29, B-CPU-30
    {
        if (hasOneOfN && pe() >= 0)
        {
            residency.excludeFromOneOfN(pe(), IrsPeCr0.DPS.isSet(value));
        }
    }

    /** Returns the number of the selected PE, or −1 if the IRS has no such PE. */
    private int pe()                                                            // T-PE-4
    {
        final int pe = board.iaffids().pe(selected);

        return pe >= 0 && board.irsOf(pe) == irs ? pe : -1;
    }
}
