package org.gale.engine.gicv4;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.MessagePort;

/**
 * Path of messages of functions: to the one address that the host has, where the data is the EventID. Such a host has
 * no SPIs and no software errors. Owned by the machine's thread.
 */
final class MessagePath implements MessagePort
{
    private final MachineConfig config;
    private final Messages messages;

    MessagePath(final MachineConfig config, final Messages messages)
    {
        this.config = config;
        this.messages = messages;
    }

    @Override
    public int placeOf(final long address)
    {
        return address == config.gicv4().msixAddress() ? 0 : NOWHERE;
    }

    @Override
    public boolean send(final int place, final int deviceId, final int data)
    {
        messages.deliver(deviceId, data);

        return true;
    }

    @Override
    public boolean hasSpi(final int id)
    {
        return false;
    }

    @Override
    public void drive(final int spi, final boolean high)
    {
        throw new IllegalStateException("a GICv4 host has no SPI " + spi);
    }

    @Override
    public boolean isFree(final long base, final long bytes)
    {
        final long msix = config.gicv4().msixAddress();

        return !config.ram().overlaps(base, bytes) && (msix < base || msix >= base + bytes);
    }

    @Override
    public void changedUnmasked(final long address)
    {
        // a GICv4 host records no software errors
    }
}
