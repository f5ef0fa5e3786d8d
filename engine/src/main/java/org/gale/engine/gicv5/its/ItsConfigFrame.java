package org.gale.engine.gicv5.its;

import org.gale.engine.machine.HalfWrites;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsCr1;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventEidr;
import org.gale.tables.register.ItsGenEventStatusr;
import org.gale.tables.register.ItsGenEventr;
import org.gale.tables.register.ItsIdr0;
import org.gale.tables.register.ItsIdr1;
import org.gale.tables.register.ItsIdr2;
import org.gale.tables.register.ItsReadEventDatar;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsStatusr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.gale.tables.register.ItsSwerrSyndromer0;
import org.gale.tables.register.ItsSwerrSyndromer1;
import org.gale.tables.register.ItsSyncStatusr;
import org.gale.tables.register.ItsSyncr;

/**
 * The CONFIG frame of an ITS: which access reaches which register. Offsets without a register, writes of read-only
 * registers, accesses of 8 or 16 bits, misaligned ones, and those of 64 bits to a register of 32 are RAZ/WI. A register
 * of 64 bits may be accessed by halves (M-HALF). IDR0 shows neither MEC nor MPAM, so their registers do not exist;
 * DEVARCH, PIDR and CIDR read 0, because no source gives their values for an ITS.
 */
public final class ItsConfigFrame
{
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
            case ItsDtBaser.OFFSET, ItsDidr.OFFSET, ItsReadEventDatar.OFFSET, ItsSyncr.OFFSET,
                ItsGenEventDidr.OFFSET, ItsSwerrStatusr.OFFSET, ItsSwerrSyndromer0.OFFSET,
                ItsSwerrSyndromer1.OFFSET -> true;
            default -> false;
        };
    }

    private long wide(final int register)
    {
        return switch (register)
        {
            case ItsDtBaser.OFFSET -> its.dtBaser();
            case ItsDidr.OFFSET -> its.didr();
            case ItsReadEventDatar.OFFSET -> its.readEventDatar();
            case ItsGenEventDidr.OFFSET -> its.genEventDidr();
            case ItsSwerrStatusr.OFFSET -> its.errors().status();
            case ItsSwerrSyndromer0.OFFSET -> its.errors().syndrome0();
            case ItsSwerrSyndromer1.OFFSET -> its.errors().syndrome1();
            default -> 0;
        };
    }

    private int word(final int offset)
    {
        return switch (offset)
        {
            case ItsIdr0.OFFSET -> its.idr0();
            case ItsIdr1.OFFSET -> its.idr1();
            case ItsIdr2.OFFSET -> its.idr2();
            case Iidr.OFFSET -> Its.IIDR;
            case Aidr.OFFSET -> Its.AIDR;
            case ItsCr0.OFFSET -> its.cr0();
            case ItsCr1.OFFSET -> its.cr1();
            case ItsDtCfgr.OFFSET -> its.dtCfgr();
            case ItsEidr.OFFSET -> its.eidr();
            case ItsGenEventEidr.OFFSET -> its.genEventEidr();
            case ItsStatusr.OFFSET, ItsSyncStatusr.OFFSET, ItsGenEventStatusr.OFFSET -> Its.IDLE;
            default -> 0;
        };
    }

    /** Returns the value that a write of one half of a register leaves in the other half. */
    private long otherHalf(final int register)                                  // M-HALF
    {
        return register == ItsSwerrStatusr.OFFSET ? 0 : wide(register);
    }

    private void writeWide(final int register, final long value)
    {
        switch (register)
        {
            case ItsDtBaser.OFFSET -> its.writeDtBaser(value);
            case ItsDidr.OFFSET -> its.writeDidr(value);
            case ItsGenEventDidr.OFFSET -> its.writeGenEventDidr(value);
            case ItsSwerrStatusr.OFFSET -> its.errors().writeStatus(value);
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
            case ItsCr0.OFFSET -> its.writeCr0(value);
            case ItsCr1.OFFSET -> its.writeCr1(value);
            case ItsDtCfgr.OFFSET -> its.writeDtCfgr(value);
            case ItsEidr.OFFSET -> its.writeEidr(value);
            case ItsReadEventr.OFFSET -> its.writeReadEventr(value);
            case ItsGenEventEidr.OFFSET -> its.writeGenEventEidr(value);
            case ItsGenEventr.OFFSET -> its.writeGenEventr(value);
            default ->
            {
                // B-ITS-8, B-ITS-9: INV_EVENTR and INV_DEVICER, nothing is cached. The others are read-only.
            }
        }
    }
}
