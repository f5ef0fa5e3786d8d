package org.gale.engine.gicv5;

import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Port of a host on a machine with effects that come later: the host waits for each one inside its command.
 * Owned by the machine's thread.
 */
final class HostPort implements DriverPort
{
    private final DriverPort port;
    private final LaterEffects later;

    HostPort(final DriverPort port, final LaterEffects later)
    {
        this.port = port;
        this.later = later;
    }

    @Override
    public int load(final long address, final int sizeBytes)
    {
        later.beginAccess();
        final int status = port.load(address, sizeBytes);
        later.endAccess();

        return status;
    }

    @Override
    public int store(final long address, final int sizeBytes, final long value)
    {
        later.beginAccess();
        final int status = port.store(address, sizeBytes, value);
        later.endAccess();

        return status;
    }

    @Override
    public int instruction(final int pe, final int el, final int code, final long operand)
    {
        later.beginOnPe(pe);
        final int status = port.instruction(pe, el, code, operand);
        later.endOnPe();

        return status;
    }

    @Override
    public int readRegister(final int pe, final int el, final int code)
    {
        later.beginOnPe(pe);
        final int status = port.readRegister(pe, el, code);
        later.endOnPe();

        return status;
    }

    @Override
    public int writeRegister(final int pe, final int el, final int code, final long value)
    {
        later.beginOnPe(pe);
        final int status = port.writeRegister(pe, el, code, value);
        later.endOnPe();

        return status;
    }

    @Override
    public void leaves(final int vmId, final boolean isLeaving)
    {
        port.leaves(vmId, isLeaving);
    }

    @Override
    public void follows(final int fromVmId, final int toVmId)
    {
        port.follows(fromVmId, toVmId);
    }

    @Override
    public void arrives(final int vmId)
    {
        port.arrives(vmId);
    }

    @Override
    public FunctionMigrations functions()
    {
        return port.functions();
    }

    @Override
    public PhysicalMemory memory()
    {
        return port.memory();
    }

    @Override
    public boolean isLinked(final int pe)
    {
        return later.isLinkedForHost(pe, port.isLinked(pe));
    }

    @Override
    public long value()
    {
        return port.value();
    }
}
