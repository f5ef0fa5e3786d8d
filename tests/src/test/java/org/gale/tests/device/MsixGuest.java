package org.gale.tests.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Program of a guest for tests: handles messages as {@code galedev} does, in the caller's thread. */
final class MsixGuest implements AutoCloseable
{
    static final int STATE = 12;
    static final int ALIVE = 16;
    static final int ENABLE = 1 << 15;
    static final int MASK_ALL = 1 << 14;

    private static final int COMMAND = 0x0c;
    private static final int SENDS = 1;
    private static final int RESETS = 2;
    private static final int VECTORS = 0x1000;
    private static final int STRIDE = 64;
    private static final int SENT = 0;
    private static final int LOOKED = 4;
    private static final int HANDLED = 8;

    private final DeviceClient client;
    private final EventCounter[] events;
    private final int[] handled;
    private long aliveNs;
    private int looked;

    MsixGuest(final DeviceClient client, final int vectors)
    {
        this.client = client;
        events = new EventCounter[vectors];
        handled = new int[vectors];
    }

    /** Attaches, enables all vectors, and lets the device send. */
    void start() throws IOException
    {
        client.version();
        for (int vector = 0; vector < events.length; vector++)
        {
            events[vector] = new EventCounter();
            client.setIrqs(0x24, 2, vector, 1, events[vector].handle());
        }
        msix(true);
        begin();
    }

    /** Attaches by the pin in place of a vector, and lets the device send. */
    void startByPin() throws IOException
    {
        client.version();
        events[0] = new EventCounter();
        client.setIrqs(0x24, 0, 0, 1, events[0].handle());
        alive();
        write(0, STATE, 1);
        client.write(0, 0x0c, 1);
    }

    /**
     * Handles an interrupt of the pin, if one has come, as a guest below QEMU: the read of a register ends it, and the
     * driver unmasks it again.
     */
    void handlePin() throws IOException
    {
        if (System.nanoTime() - aliveNs > 50_000_000)
        {
            alive();
        }
        if (events[0].take() == 0)
        {
            return;
        }
        final int sent = client.read(0, VECTORS + SENT, 4).getInt(0);
        client.setIrqs(0x11, 0, 0, 1);
        if (sent != looked)
        {
            looked = sent;
            handled[0]++;
            write(0, HANDLED, handled[0]);
            write(0, LOOKED, sent);
        }
        client.setIrqs(0x11, 0, 0, 1);
    }

    void msix(final boolean isOn) throws IOException
    {
        control(isOn ? ENABLE : 0);
    }

    /** Writes the control of MSI-X. */
    void control(final int value) throws IOException
    {
        client.call(DeviceClient.REGION_WRITE, 18, message ->
            message.putLong(0x42).putInt(DeviceClient.CONFIG).putInt(2).putShort((short)value));
    }

    /** Resets the device by its command, and begins anew: what was handled before is not counted again. */
    void reset() throws IOException
    {
        client.write(0, COMMAND, RESETS);
        Arrays.fill(handled, 0);
        for (final EventCounter counter : events)
        {
            counter.take();
        }
        begin();
    }

    private void begin() throws IOException
    {
        alive();
        for (int vector = 0; vector < events.length; vector++)
        {
            write(vector, STATE, 1);
        }
        client.write(0, COMMAND, SENDS);
    }

    void write(final int vector, final int register, final int value) throws IOException
    {
        client.post(DeviceClient.REGION_WRITE, 20,
            message -> put(message, VECTORS + vector * STRIDE + register, value));
    }

    private static void put(final ByteBuffer message, final long offset, final int value)
    {
        message.putLong(offset).putInt(0).putInt(4).putInt(value);
    }

    void alive() throws IOException
    {
        aliveNs = System.nanoTime();
        for (int vector = 0; vector < events.length; vector++)
        {
            write(vector, ALIVE, 1);
        }
    }

    /** Handles what has arrived at one vector, and returns the count of its eventfd. */
    long handle(final int vector) throws IOException
    {
        final long count = events[vector].take();
        if (count > 0)
        {
            handled[vector] += (int)count;
            final int sent = client.read(0, VECTORS + vector * STRIDE + SENT, 4).getInt(0);
            write(vector, HANDLED, handled[vector]);
            write(vector, LOOKED, sent);
        }

        return count;
    }

    /** Handles what has arrived at all vectors. */
    void handleAll() throws IOException
    {
        for (int vector = 0; vector < events.length; vector++)
        {
            handle(vector);
        }
        if (System.nanoTime() - aliveNs > 50_000_000)
        {
            alive();
        }
    }

    EventCounter events(final int vector)
    {
        return events[vector];
    }

    @Override
    public void close() throws IOException
    {
        for (final EventCounter counter : events)
        {
            if (counter != null)
            {
                counter.close();
            }
        }
    }
}
