package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.SetlpiFrame;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.gicv5.iwb.Iwb;
import org.gale.engine.machine.FrameMap;
import org.gale.engine.machine.RegisterFrame;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.memory.PhysicalMemory;

/** Bus: the physical address space, with RAM and the register frames. Owned by the machine's thread. */
final class Bus
{
    private final PhysicalMemory memory;
    private final Irs irs;
    private final FrameMap frames;

    Bus(final MachineConfig config, final PhysicalMemory memory, final Irs irs, final Its its, final Iwb iwb)
    {
        this.memory = memory;
        this.irs = irs;
        final List<RegisterFrame> present = new ArrayList<>();
        present.add(frame("IRS", config.value(MachineKeys.IRS_CONFIG), irs.frame().registers()));
        if (config.virtual())
        {
            present.add(frame("IRS_SETLPI", config.value(MachineKeys.IRS_SETLPI), SetlpiFrame.registers(irs)));
            present.add(frame("ITS", config.value(MachineKeys.ITS_CONFIG), its.registers()));
            present.add(frame("ITS_TRANSLATE", config.value(MachineKeys.ITS_TRANSLATE), its.translateRegisters()));
            present.add(frame("IWB", config.value(MachineKeys.IWB_CONFIG), iwb.registers()));
        }
        this.frames = new FrameMap(present);
    }

    FrameMap frames()
    {
        return frames;
    }

    boolean isMapped(final long address, final int sizeBytes)
    {
        return memory.contains(address, sizeBytes) || frames.find(address, sizeBytes) != null;
    }

    /**
     * Performs a load.
     *
     * @return the value, 0 where nothing is mapped
     */
    long load(final long address, final int sizeBytes)
    {
        if (memory.contains(address, sizeBytes))
        {
            return memory.load(address, sizeBytes);
        }
        final RegisterFrame frame = frames.find(address, sizeBytes);

        return frame == null ? 0 : frame.registers().read((int)(address - frame.base()), sizeBytes);
    }

    /** Performs a store, which is ignored where nothing is mapped. */
    void store(final long address, final int sizeBytes, final long value)
    {
        if (memory.contains(address, sizeBytes))
        {
            irs.store(address, sizeBytes, value);
            return;
        }
        final RegisterFrame frame = frames.find(address, sizeBytes);
        if (frame != null)
        {
            frame.registers().write((int)(address - frame.base()), sizeBytes, value);
        }
    }

    private static RegisterFrame frame(final String name, final long base, final RegisterTable registers)
    {
        return new RegisterFrame(name, base, MachineConfig.FRAME_BYTES, registers);
    }
}
