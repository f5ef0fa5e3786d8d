package org.gale.engine.storm.run;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.machine.Machine;
import org.gale.tables.memory.StateWriter;

/** Length of the state of a machine, which is saved and not kept. */
public final class StateLength implements StateWriter.Sink
{
    private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[64 * 1024]);
    private long bytes;

    private StateLength()
    {
    }

    /** Returns the bytes that a machine saves. */
    public static long bytesOf(final Machine machine)
    {
        final StateLength length = new StateLength();
        machine.save(new StateWriter(length));

        return length.bytes;
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return chunk;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public int limitBytes()
    {
        return chunk.capacity();
    }

    @Override
    public void filled(final int lengthBytes, final boolean isLast)
    {
        bytes += lengthBytes;
    }
}
