package org.gale.engine.gicv5.iwb;

import org.gale.tables.register.Aidr;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.IwbIdr0;
import org.gale.tables.register.IwbWdomainStatusr;
import org.gale.tables.register.IwbWdomainr;
import org.gale.tables.register.IwbWenableStatusr;
import org.gale.tables.register.IwbWenabler;
import org.gale.tables.register.IwbWresampler;
import org.gale.tables.register.IwbWtmr;

/**
 * The CONFIG frame of a wire bridge: which access reaches which register. Offsets without a register, registers of
 * wires that do not exist, writes of read-only registers, accesses of other than 32 bits and misaligned ones are
 * RAZ/WI. DEVARCH, PIDR and CIDR read 0, because no source gives their values for an IWB.
 */
public final class IwbConfigFrame
{
    private static final int WORDS_LOG2 = 2;
    private static final int ALL_NON_SECURE = allNonSecure();

    private final Iwb iwb;

    IwbConfigFrame(final Iwb iwb)
    {
        this.iwb = iwb;
    }

    long read(final int offset, final int sizeBytes)
    {
        return isAccess(offset, sizeBytes) ? Integer.toUnsignedLong(word(offset)) : 0;
    }

    void write(final int offset, final int sizeBytes, final long value)
    {
        if (isAccess(offset, sizeBytes))
        {
            writeWord(offset, (int)value);
        }
    }

    private static boolean isAccess(final int offset, final int sizeBytes)
    {
        return sizeBytes == Integer.BYTES && (offset & (Integer.BYTES - 1)) == 0;
    }

    private int word(final int offset)
    {
        return switch (offset)
        {
            case IwbIdr0.OFFSET -> iwb.idr0();
            case Iidr.OFFSET -> Iwb.IIDR;
            case Aidr.OFFSET -> Iwb.AIDR;
            case IwbCr0.OFFSET -> iwb.cr0();
            case IwbWenableStatusr.OFFSET, IwbWdomainStatusr.OFFSET -> Iwb.IDLE;
            default -> wireWord(offset);
        };
    }

    private int wireWord(final int offset)
    {
        if (isIn(offset, IwbWenabler.OFFSET, Integer.SIZE))
        {
            return iwb.wenabler(index(offset, IwbWenabler.OFFSET));
        }
        if (isIn(offset, IwbWtmr.OFFSET, Integer.SIZE))
        {
            return iwb.wtmr(index(offset, IwbWtmr.OFFSET));
        }

        return isIn(offset, IwbWdomainr.OFFSET, IwbWdomainr.WIRE_COUNT) ? ALL_NON_SECURE : 0;
    }

    private void writeWord(final int offset, final int value)
    {
        if (offset == IwbCr0.OFFSET)
        {
            iwb.writeCr0(value);
        }
        else if (offset == IwbWresampler.OFFSET)
        {
            iwb.writeWresampler(value);
        }
        else if (isIn(offset, IwbWenabler.OFFSET, Integer.SIZE))
        {
            iwb.writeWenabler(index(offset, IwbWenabler.OFFSET), value);
        }
        else if (isIn(offset, IwbWtmr.OFFSET, Integer.SIZE))
        {
            iwb.writeWtmr(index(offset, IwbWtmr.OFFSET), value);
        }
        // B-IWB-8: the domain of every wire is fixed, writes of WDOMAINR are ignored.
    }

    /** Does the offset belong to an array of registers, each for so many wires, and do the wires exist? */
    private boolean isIn(final int offset, final int firstOffset, final int wiresPerRegister)
    {
        return offset >= firstOffset && index(offset, firstOffset) < iwb.wireCount() / wiresPerRegister;
    }

    private static int index(final int offset, final int firstOffset)
    {
        return (offset - firstOffset) >>> WORDS_LOG2;
    }

    private static int allNonSecure()
    {
        int wdomainr = 0;
        for (int wire = 0; wire < IwbWdomainr.WIRE_COUNT; wire++)
        {
            wdomainr = IwbWdomainr.withDomain(wdomainr, wire, InterruptDomain.NON_SECURE);
        }

        return wdomainr;
    }
}
