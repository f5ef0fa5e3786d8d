package org.gale.engine.gicv5;

import org.gale.engine.machine.DelayedOperations;
import org.gale.engine.machine.DriverPort;

/**
 * Port of a host on a machine whose operations take effect later: the host waits for each one inside its command.
 * Owned by the machine's thread.
 */
final class HostPort implements DriverPort
{
    private final DriverPort port;
    private final DelayedOperations operations;

    HostPort(final DriverPort port, final DelayedOperations operations)
    {
        this.port = port;
        this.operations = operations;
    }

    @Override
    public int load(final long address, final int sizeBytes)
    {
        operations.ofHost(true);
        final int status = port.load(address, sizeBytes);
        operations.ofHost(false);

        return status;
    }

    @Override
    public int store(final long address, final int sizeBytes, final long value)
    {
        operations.ofHost(true);
        final int status = port.store(address, sizeBytes, value);
        operations.ofHost(false);

        return status;
    }

    @Override
    public int instruction(final int pe, final int el, final int code, final long operand)
    {
        return port.instruction(pe, el, code, operand);
    }

    @Override
    public int readRegister(final int pe, final int el, final int code)
    {
        return port.readRegister(pe, el, code);
    }

    @Override
    public int writeRegister(final int pe, final int el, final int code, final long value)
    {
        return port.writeRegister(pe, el, code, value);
    }

    @Override
    public long value()
    {
        return port.value();
    }
}
