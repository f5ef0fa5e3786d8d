package org.gale.engine.gicv5.irs;

import org.gale.engine.config.SpiRange;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;

/**
 * IRS_SPI_SELR, IRS_SPI_STATUSR, IRS_SPI_CFGR, IRS_SPI_VMR, IRS_SPI_RESAMPLER: what software asks of one SPI of an IRS.
 * The frame knows no SPI of another IRS (T-IRS-9).
 */
final class SpiSelection
{
    private final SpiRange range;
    private final SpiBank spis;
    private final SpiWires wires;
    private int selected;

    SpiSelection(final SpiRange range, final SpiBank spis, final SpiWires wires)
    {
        this.range = range;
        this.spis = spis;
        this.wires = wires;
    }

    /** Passes the SPIs of all IRSs through a stream: the state of IRS 0 holds them. */
    void bankState(final StateStream stream)
    {
        spis.entryState(stream);
        state(stream);
        spis.wireState(stream);
    }

    void state(final StateStream stream)
    {
        selected = stream.number("selected SPI", selected, 0, IrsSpiSelr.ID.mask());
    }

    void select(final int id)
    {
        selected = id;
    }

    /** {@return the value of IRS_SPI_SELR} */
    int selected()
    {
        return selected;
    }

    /** {@return the value of IRS_SPI_STATUSR: IDLE, and V if the IRS has the selected SPI (B-SPI-2)} */
    int status()
    {
        return IrsSpiStatusr.V.with(IrsSpiStatusr.IDLE.mask(), isValid());
    }

    /** {@return the value of IRS_SPI_CFGR for the selected SPI} */
    int config()
    {
        return isValid() && spis.isLevel(selected) ? IrsSpiCfgr.TM.mask() : 0;
    }

    /** Changes the trigger mode of the selected SPI. */
    void configure(final int cfgr)                                              // B-SPI-6
    {
        if (isValid())
        {
            wires.configure(selected, IrsSpiCfgr.TM.isSet(cfgr));
        }
    }

    /** {@return the value of IRS_SPI_VMR for the selected SPI} */
    long vmr()
    {
        return isValid() ? spis.vmr(selected) : 0;
    }

    /** Hands the selected SPI to a VM, or takes it back. */
    void assign(final long vmr)                                                 // B-SPI-8
    {
        if (isValid())
        {
            wires.assign(selected, vmr);
        }
    }

    /** Samples the wire of an SPI again. Any id is accepted. */
    void resample(final int id)                                                 // B-SPI-5
    {
        if (range.contains(id))
        {
            wires.resample(id);
        }
    }

    private boolean isValid()                                                   // T-IRS-9
    {
        return range.contains(selected);
    }
}
