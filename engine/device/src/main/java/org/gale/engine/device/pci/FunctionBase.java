package org.gale.engine.device.pci;

import java.nio.ByteBuffer;

/**
 * Function with a run that has registers of 32 bits in BAR 0. Its other BAR is the client's, which keeps the table and
 * the pending bits of MSI-X itself. Owner: the answering thread.
 *
 * @param <R> result of a run
 */
public abstract class FunctionBase<R extends ServedFunction.Result> implements ServedFunction<R>
{
    private final ConfigSpace config;
    private final Vectors vectors;
    private long nowNs;

    /** Makes a function after a reset. */
    protected FunctionBase(final ConfigSpace config, final Vectors vectors)
    {
        this.config = config;
        this.vectors = vectors;
    }

    /** Returns the byte of BAR 0 at an offset within it. */
    protected abstract byte read(int offset);

    /** Writes a register of BAR 0. */
    protected abstract void write(int offset, int value);

    /** Returns the time of what is done, ns. */
    protected final long nowNs()
    {
        return nowNs;
    }

    @Override
    public final ConfigSpace config()
    {
        return config;
    }

    @Override
    public final Vectors vectors()
    {
        return vectors;
    }

    @Override
    public final void at(final long ns)
    {
        nowNs = ns;
    }

    @Override
    public void readBar(final int bar, final int offset, final ByteBuffer target)
    {
        for (int at = offset; target.hasRemaining(); at++)
        {
            target.put(bar == 0 ? read(at) : 0);
        }
    }

    @Override
    public void writeBar(final int bar, final int offset, final ByteBuffer source)
    {
        final boolean isWords = offset % Integer.BYTES == 0 && source.remaining() % Integer.BYTES == 0;
        if (bar != 0 || !isWords || source.remaining() > Long.BYTES)
        {
            return;
        }
        for (int at = offset; source.hasRemaining(); at += Integer.BYTES)
        {
            write(at, source.getInt());
        }
    }
}
