package org.gale.engine.gicv5;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.gicv5.iwb.Iwb;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsSetlpir;

/** Decodes physical addresses: RAM, or one of the register frames. Owned by the machine's thread. */
final class Bus
{
    private static final long FRAME_MASK = MachineConfig.FRAME_BYTES - 1;

    private final MachineConfig config;
    private final PhysicalMemory memory;
    private final Irs irs;
    private final Its its;
    private final Iwb iwb;

    Bus(final MachineConfig config, final PhysicalMemory memory, final Irs irs, final Its its, final Iwb iwb)
    {
        this.config = config;
        this.memory = memory;
        this.irs = irs;
        this.its = its;
        this.iwb = iwb;
    }

    boolean isMapped(final long address, final int sizeBytes)
    {
        return memory.contains(address, sizeBytes) ||
            (isFrame(address) && (address & FRAME_MASK) + sizeBytes <= MachineConfig.FRAME_BYTES);
    }

    long load(final long address, final int sizeBytes)
    {
        if (memory.contains(address, sizeBytes))
        {
            return memory.load(address, sizeBytes);
        }
        final int offset = (int)(address & FRAME_MASK);
        final long frame = address & ~FRAME_MASK;
        if (frame == config.irsConfig())
        {
            return irs.frame().read(offset, sizeBytes);
        }
        if (config.virtual() && frame == config.itsConfig())
        {
            return its.read(offset, sizeBytes);
        }

        return config.virtual() && frame == config.iwbConfig() ? iwb.read(offset, sizeBytes) : 0;
    }

    void store(final long address, final int sizeBytes, final long value)
    {
        if (memory.contains(address, sizeBytes))
        {
            irs.store(address, sizeBytes, value);
            return;
        }
        final int offset = (int)(address & FRAME_MASK);
        final long frame = address & ~FRAME_MASK;
        if (frame == config.irsConfig())
        {
            irs.frame().write(offset, sizeBytes, value);
        }
        else if (config.virtual())
        {
            storeToOther(frame, offset, sizeBytes, value);
        }
    }

    private void storeToOther(final long frame, final int offset, final int sizeBytes, final long value)
    {
        if (frame == config.itsConfig())
        {
            its.write(offset, sizeBytes, value);
        }
        else if (frame == config.iwbConfig())
        {
            iwb.write(offset, sizeBytes, value);
        }
        else if (frame == config.itsTranslate())
        {
            its.writeTranslate(offset, sizeBytes, value);
        }
        else if (offset == IrsSetlpir.OFFSET && sizeBytes == Integer.BYTES)
        {
            final int lpiId = (int)value & IrsSetlpir.ID.mask();
            irs.event(Irs.PHYSICAL, Intid.of(Intid.TYPE_LPI, lpiId), EventKind.SET_EDGE);       // B-SWE-1, M-SETLPI
        }
    }

    private boolean isFrame(final long address)
    {
        final long frame = address & ~FRAME_MASK;

        return frame == config.irsConfig() || (config.virtual() && (frame == config.irsSetlpi() ||
            frame == config.itsConfig() || frame == config.itsTranslate() || frame == config.iwbConfig()));
    }
}
