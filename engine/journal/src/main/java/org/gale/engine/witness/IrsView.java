package org.gale.engine.witness;

import org.gale.engine.config.SpiRange;
import org.gale.engine.machine.Machine;

/**
 * Values that software wrote into the frame of an IRS: the table of LPIs and the selected SPI. Owned by the thread that
 * owns the machine.
 */
final class IrsView implements WitnessPart
{
    private static final int SPI_VMR = 0x100;
    private static final int SPI_SELR = 0x108;
    private static final int SPI_RESAMPLER = 0x110;
    private static final int SPI_CFGR = 0x114;
    private static final int SPI_STATUSR = 0x118;
    private static final int IST_BASER = 0x180;
    private static final int IST_CFGR = 0x190;
    private static final int MAP_L2_ISTR = 0x1c0;
    private static final int ID_MASK = 0xff_ffff;

    private final SpiRange range;
    private final SpiLines spis;
    private final LpiTable lpis;
    /** Operations on the table of LPIs, which all IRSs share (M-ISTALL). */
    private final WitnessPart table;
    private int selected;
    private long lastVmr;

    IrsView(final SpiRange range, final SpiLines spis, final LpiTable lpis, final WitnessPart table)
    {
        this.range = range;
        this.spis = spis;
        this.lpis = lpis;
        this.table = table;
    }

    /** Returns the operations on the table of LPIs. */
    static WitnessPart table(final LpiTable lpis)
    {
        return new WitnessPart()
        {
            @Override
            public void write(final int offset, final int sizeBytes, final long value, final Later later)
            {
                if (!later.takes(this, IST_BASER, offset, value))
                {
                    perform(offset, value);
                }
            }

            @Override
            public void perform(final int offset, final long value)
            {
                if (offset == IST_BASER)
                {
                    lpis.writeBaser(value);
                }
                else
                {
                    lpis.mapL2((int)value & ID_MASK);
                }
            }
        };
    }

    /** Takes the registers as they are. */
    void adopt(final Machine machine, final long base)
    {
        selected = (int)machine.peek(base + SPI_SELR, Integer.BYTES);
        lpis.writeCfgr((int)machine.peek(base + IST_CFGR, Integer.BYTES));
        lpis.writeBaser(machine.peek(base + IST_BASER, Long.BYTES));
    }

    @Override
    public void write(final int offset, final int sizeBytes, final long value, final Later later)
    {
        if (Halves.isAt(IST_BASER, offset, sizeBytes))
        {
            table.write(IST_BASER, sizeBytes, Halves.merged(offset, sizeBytes, value, lpis.baser()), later);
        }
        else if (Halves.isAt(SPI_VMR, offset, sizeBytes))
        {
            lastVmr = Halves.merged(offset, sizeBytes, value, lastVmr);
            if (!later.takes(this, SPI_STATUSR, SPI_VMR, lastVmr))
            {
                perform(SPI_VMR, lastVmr);
            }
        }
        else if (sizeBytes == Integer.BYTES && offset == MAP_L2_ISTR)
        {
            table.write(offset, sizeBytes, value, later);
        }
        else if (sizeBytes == Integer.BYTES && !later.takes(this, statusOf(offset), offset, value))
        {
            perform(offset, value);
        }
    }

    @Override
    public void perform(final int offset, final long value)
    {
        switch (offset)
        {
            case SPI_SELR:
                selected = (int)value & ID_MASK;
                break;
            case SPI_CFGR:
                if (range.contains(selected))                                   // T-IRS-9
                {
                    spis.configure(selected, (value & 1) != 0);
                }
                break;
            case SPI_RESAMPLER:
                if (range.contains((int)value & ID_MASK))
                {
                    spis.sample((int)value & ID_MASK);
                }
                break;
            case SPI_VMR:
                if (range.contains(selected))
                {
                    spis.assign(selected, value < 0);
                }
                break;
            case IST_CFGR:
                lpis.writeCfgr((int)value);
                break;
            default:
                break;
        }
    }

    private static int statusOf(final int offset)
    {
        return offset == SPI_SELR || offset == SPI_CFGR ? SPI_STATUSR : 0;
    }
}
