package org.gale.engine.gicv5.irs;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;

/** IRS_PE_SELR, IRS_PE_STATUSR and IRS_PE_CR0: what software asks of one PE. */
final class PeSelection
{
    private final int pes;
    private final boolean hasOneOfN;
    private final Residency residency;
    private int selected;

    PeSelection(final MachineConfig config, final Residency residency)
    {
        this.pes = config.pes();
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
        return IrsPeStatusr.ONLINE.with(IrsPeStatusr.V.with(IrsPeStatusr.IDLE.mask(), isValid()), isValid());
    }

    int cr0()
    {
        return IrsPeCr0.DPS.with(0, isValid() && residency.isExcludedFromOneOfN(selected));
    }

    void writeCr0(final int value)                                              // B-CPU-29, B-CPU-30
    {
        if (hasOneOfN && isValid())
        {
            residency.excludeFromOneOfN(selected, IrsPeCr0.DPS.isSet(value));
        }
    }

    private boolean isValid()
    {
        return selected < pes;
    }
}
