package org.gale.engine.software;

import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;

/** Driver of an ITS. */
public final class ItsDriver
{
    private final Cpu cpu;
    private final long frame;

    /**
     * Makes a driver.
     *
     * @param frame physical address of the configuration frame
     */
    public ItsDriver(final Cpu cpu, final long frame)
    {
        this.cpu = cpu;
        this.frame = frame;
    }

    /**
     * Makes a linear device table valid, and enables the ITS.
     *
     * @param deviceTable address of the table
     */
    public void enable(final long deviceTable, final int deviceIdBits)
    {
        cpu.store(frame + ItsDtCfgr.OFFSET, Integer.BYTES, ItsDtCfgr.DEVICEID_BITS.set(0, deviceIdBits));
        cpu.store(frame + ItsDtBaser.OFFSET, Long.BYTES, deviceTable);
        cpu.store(frame + ItsCr0.OFFSET, Integer.BYTES, ItsCr0.ITSEN.mask());
    }
}
