package org.gale.engine.gicv5.iwb;

import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IwbWdomainr;

/**
 * The CONFIG frame of a wire bridge: which access reaches which register. Offsets without a register, registers of
 * wires that do not exist, writes of read-only registers, accesses of other than 32 bits and misaligned ones are
 * RAZ/WI. DEVARCH, PIDR and CIDR read 0, because no source gives their values for an IWB.
 */
public final class IwbConfigFrame
{
    public static final int IWB_IDR0_OFFSET = 0x0000;
    public static final int IWB_IIDR_OFFSET = 0x0040;
    public static final int IWB_AIDR_OFFSET = 0x0044;
    public static final int IWB_CR0_OFFSET = 0x0080;
    public static final int IWB_WENABLE_STATUSR_OFFSET = 0x00c0;
    public static final int IWB_WDOMAIN_STATUSR_OFFSET = 0x00c4;
    public static final int IWB_WRESAMPLER_OFFSET = 0x00c8;
    /** IWB_WENABLER0; the next ones follow at steps of 4. */
    public static final int IWB_WENABLER_OFFSET = 0x2000;
    /** IWB_WTMR0; the next ones follow at steps of 4. */
    public static final int IWB_WTMR_OFFSET = 0x4000;
    /** IWB_WDOMAINR0; the next ones follow at steps of 4. */
    public static final int IWB_WDOMAINR_OFFSET = 0x8000;

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
            case IWB_IDR0_OFFSET -> iwb.idr0();
            case IWB_IIDR_OFFSET -> Iwb.IIDR;
            case IWB_AIDR_OFFSET -> Iwb.AIDR;
            case IWB_CR0_OFFSET -> iwb.cr0();
            case IWB_WENABLE_STATUSR_OFFSET, IWB_WDOMAIN_STATUSR_OFFSET -> Iwb.IDLE;
            default -> wireWord(offset);
        };
    }

    private int wireWord(final int offset)
    {
        if (isIn(offset, IWB_WENABLER_OFFSET, Integer.SIZE))
        {
            return iwb.wenabler(index(offset, IWB_WENABLER_OFFSET));
        }
        if (isIn(offset, IWB_WTMR_OFFSET, Integer.SIZE))
        {
            return iwb.wtmr(index(offset, IWB_WTMR_OFFSET));
        }

        return isIn(offset, IWB_WDOMAINR_OFFSET, IwbWdomainr.WIRE_COUNT) ? ALL_NON_SECURE : 0;
    }

    private void writeWord(final int offset, final int value)
    {
        if (offset == IWB_CR0_OFFSET)
        {
            iwb.writeCr0(value);
        }
        else if (offset == IWB_WRESAMPLER_OFFSET)
        {
            iwb.writeWresampler(value);
        }
        else if (isIn(offset, IWB_WENABLER_OFFSET, Integer.SIZE))
        {
            iwb.writeWenabler(index(offset, IWB_WENABLER_OFFSET), value);
        }
        else if (isIn(offset, IWB_WTMR_OFFSET, Integer.SIZE))
        {
            iwb.writeWtmr(index(offset, IWB_WTMR_OFFSET), value);
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
