package org.gale.engine.gicv5.irs;

import org.gale.tables.field.Field;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;

/** IRS_CR0 and IRS_CR1: whether an IRS is enabled, and the attributes of its accesses to memory. */
final class IrsControl
{
    private static final int CR1_MASK = Field.maskOf(IrsCr1.FIELDS);

    private final int irs;
    private final PeGates gates;
    private final SpiWires wires;
    private final Residency residency;
    private int cr1;

    /** @param irs number of the IRS, from 0 on */
    IrsControl(final int irs, final PeGates gates, final SpiWires wires, final Residency residency)
    {
        this.irs = irs;
        this.gates = gates;
        this.wires = wires;
        this.residency = residency;
    }

    int cr0()
    {
        return IrsCr0.IRSEN.with(IrsCr0.IDLE.mask(), gates.isEnabled(irs));
    }

    void writeCr0(final int value)                                              // B-IRS-7
    {
        final boolean irsen = IrsCr0.IRSEN.isSet(value);
        if (gates.isEnabled(irs) != irsen)
        {
            gates.enable(irs, irsen);
            wires.enable(irs, irsen);
            residency.markAll();
        }
    }

    int cr1()
    {
        return cr1;
    }

    void writeCr1(final int value)                                              // B-IRS-8
    {
        cr1 = value & CR1_MASK;
    }

    /** Passes IRS_CR1 through a stream; IRSEN is part of the gates. */
    void state(final StateStream stream)
    {
        cr1 = (int)stream.bits("IRS_CR1", cr1, CR1_MASK);
    }
}
