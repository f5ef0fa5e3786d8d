package org.gale.engine.gicv5.its;

import org.gale.engine.machine.HalfWrites;

/**
 * The CONFIG frame of an ITS: which access reaches which register. Offsets without a register, writes of read-only
 * registers, accesses of 8 or 16 bits, misaligned ones, and those of 64 bits to a register of 32 are RAZ/WI. A register
 * of 64 bits may be accessed by halves (M-HALF). IDR0 shows neither MEC nor MPAM, so their registers do not exist;
 * DEVARCH, PIDR and CIDR read 0, because no source gives their values for an ITS.
 */
public final class ItsConfigFrame
{
    public static final int ITS_IDR0_OFFSET = 0x0000;
    public static final int ITS_IDR1_OFFSET = 0x0004;
    public static final int ITS_IDR2_OFFSET = 0x0008;
    public static final int ITS_IIDR_OFFSET = 0x0040;
    public static final int ITS_AIDR_OFFSET = 0x0044;
    public static final int ITS_CR0_OFFSET = 0x0080;
    public static final int ITS_CR1_OFFSET = 0x0084;
    public static final int ITS_DT_BASER_OFFSET = 0x00c0;
    public static final int ITS_DT_CFGR_OFFSET = 0x00d0;
    public static final int ITS_DIDR_OFFSET = 0x0100;
    public static final int ITS_EIDR_OFFSET = 0x0108;
    public static final int ITS_INV_EVENTR_OFFSET = 0x010c;
    public static final int ITS_INV_DEVICER_OFFSET = 0x0110;
    public static final int ITS_READ_EVENTR_OFFSET = 0x0114;
    public static final int ITS_READ_EVENT_DATAR_OFFSET = 0x0118;
    public static final int ITS_STATUSR_OFFSET = 0x0120;
    public static final int ITS_SYNCR_OFFSET = 0x0140;
    public static final int ITS_SYNC_STATUSR_OFFSET = 0x0148;
    public static final int ITS_GEN_EVENT_DIDR_OFFSET = 0x0180;
    public static final int ITS_GEN_EVENT_EIDR_OFFSET = 0x0188;
    public static final int ITS_GEN_EVENTR_OFFSET = 0x018c;
    public static final int ITS_GEN_EVENT_STATUSR_OFFSET = 0x0190;
    public static final int ITS_SWERR_STATUSR_OFFSET = 0x0240;
    public static final int ITS_SWERR_SYNDROMER0_OFFSET = 0x0248;
    public static final int ITS_SWERR_SYNDROMER1_OFFSET = 0x0250;

    private final Its its;

    ItsConfigFrame(final Its its)
    {
        this.its = its;
    }

    long read(final int offset, final int sizeBytes)
    {
        if (!isAccess(offset, sizeBytes))
        {
            return 0;
        }
        final int register = offset & -Long.BYTES;
        if (isWide(register))
        {
            return HalfWrites.selected(offset, sizeBytes, wide(register));
        }

        return sizeBytes == Integer.BYTES ? Integer.toUnsignedLong(word(offset)) : 0;
    }

    void write(final int offset, final int sizeBytes, final long value)
    {
        if (!isAccess(offset, sizeBytes))
        {
            return;
        }
        final int register = offset & -Long.BYTES;
        if (isWide(register))
        {
            writeWide(register, HalfWrites.merged(offset, sizeBytes, value, otherHalf(register)));
        }
        else if (sizeBytes == Integer.BYTES)
        {
            writeWord(offset, (int)value);
        }
    }

    private static boolean isAccess(final int offset, final int sizeBytes)
    {
        return (sizeBytes == Integer.BYTES || sizeBytes == Long.BYTES) && (offset & (sizeBytes - 1)) == 0;
    }

    private static boolean isWide(final int register)
    {
        return switch (register)
        {
            case ITS_DT_BASER_OFFSET, ITS_DIDR_OFFSET, ITS_READ_EVENT_DATAR_OFFSET, ITS_SYNCR_OFFSET,
                ITS_GEN_EVENT_DIDR_OFFSET, ITS_SWERR_STATUSR_OFFSET, ITS_SWERR_SYNDROMER0_OFFSET,
                ITS_SWERR_SYNDROMER1_OFFSET -> true;
            default -> false;
        };
    }

    private long wide(final int register)
    {
        return switch (register)
        {
            case ITS_DT_BASER_OFFSET -> its.dtBaser();
            case ITS_DIDR_OFFSET -> its.didr();
            case ITS_READ_EVENT_DATAR_OFFSET -> its.readEventDatar();
            case ITS_GEN_EVENT_DIDR_OFFSET -> its.genEventDidr();
            case ITS_SWERR_STATUSR_OFFSET -> its.errors().status();
            case ITS_SWERR_SYNDROMER0_OFFSET -> its.errors().syndrome0();
            case ITS_SWERR_SYNDROMER1_OFFSET -> its.errors().syndrome1();
            default -> 0;
        };
    }

    private int word(final int offset)
    {
        return switch (offset)
        {
            case ITS_IDR0_OFFSET -> its.idr0();
            case ITS_IDR1_OFFSET -> its.idr1();
            case ITS_IDR2_OFFSET -> its.idr2();
            case ITS_IIDR_OFFSET -> Its.IIDR;
            case ITS_AIDR_OFFSET -> Its.AIDR;
            case ITS_CR0_OFFSET -> its.cr0();
            case ITS_CR1_OFFSET -> its.cr1();
            case ITS_DT_CFGR_OFFSET -> its.dtCfgr();
            case ITS_EIDR_OFFSET -> its.eidr();
            case ITS_GEN_EVENT_EIDR_OFFSET -> its.genEventEidr();
            case ITS_STATUSR_OFFSET, ITS_SYNC_STATUSR_OFFSET, ITS_GEN_EVENT_STATUSR_OFFSET -> Its.IDLE;
            default -> 0;
        };
    }

    /** Returns the value that a write of one half of a register leaves in the other half. */
    private long otherHalf(final int register)                                  // M-HALF
    {
        return register == ITS_SWERR_STATUSR_OFFSET ? 0 : wide(register);
    }

    private void writeWide(final int register, final long value)
    {
        switch (register)
        {
            case ITS_DT_BASER_OFFSET -> its.writeDtBaser(value);
            case ITS_DIDR_OFFSET -> its.writeDidr(value);
            case ITS_GEN_EVENT_DIDR_OFFSET -> its.writeGenEventDidr(value);
            case ITS_SWERR_STATUSR_OFFSET -> its.errors().writeStatus(value);
            default ->
            {
                // B-ITS-11: SYNCR, nothing is on its way. The others are read-only.
            }
        }
    }

    private void writeWord(final int offset, final int value)
    {
        switch (offset)
        {
            case ITS_CR0_OFFSET -> its.writeCr0(value);
            case ITS_CR1_OFFSET -> its.writeCr1(value);
            case ITS_DT_CFGR_OFFSET -> its.writeDtCfgr(value);
            case ITS_EIDR_OFFSET -> its.writeEidr(value);
            case ITS_READ_EVENTR_OFFSET -> its.writeReadEventr(value);
            case ITS_GEN_EVENT_EIDR_OFFSET -> its.writeGenEventEidr(value);
            case ITS_GEN_EVENTR_OFFSET -> its.writeGenEventr(value);
            default ->
            {
                // B-ITS-8, B-ITS-9: INV_EVENTR and INV_DEVICER, nothing is cached. The others are read-only.
            }
        }
    }
}
