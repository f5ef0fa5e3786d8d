package org.gale.engine.software;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;

/** CPUs whose actions are commands of a machine. */
public final class CommandCpu implements Cpu
{
    private static final int COMMAND_BYTES_LIMIT = 8 * Long.BYTES;

    private final CommandSink sink;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_BYTES_LIMIT]);

    /**
     * Makes the CPUs.
     *
     * @param sink takes each command before the next one is written
     */
    public CommandCpu(final CommandSink sink)
    {
        this.sink = sink;
    }

    @Override
    public void store(final long address, final int sizeBytes, final long value)
    {
        emit(Commands.store(command, 0, address, sizeBytes, value));
    }

    @Override
    public void store(final long address, final byte[] bytes, final int length)
    {
        for (int at = 0; at < length; at += Commands.RAM_BYTES_LIMIT)
        {
            final int count = Math.min(Commands.RAM_BYTES_LIMIT, length - at);
            emit(Commands.ram(command, 0, address + at, bytes, at, count));
        }
    }

    @Override
    public void instruction(final int pe, final int el, final int code, final long operand)
    {
        emit(Commands.insn(command, 0, pe, el, code, operand));
    }

    @Override
    public void writeRegister(final int pe, final int el, final int code, final long value)
    {
        emit(Commands.sysw(command, 0, pe, el, code, value));
    }

    private void emit(final int lengthBytes)
    {
        sink.accept(command, lengthBytes >>> 3);
    }
}
