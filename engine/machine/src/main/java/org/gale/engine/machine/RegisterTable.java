package org.gale.engine.machine;

import java.util.List;
import org.gale.engine.machine.FrameRegister.OtherHalf;
import org.gale.tables.memory.StateStream;

/**
 * Table of the registers of a frame by offset: dispatch, width, presence and halves in one place.
 * <p>32-bit registers take accesses of 32 bits, 64-bit registers those of 64 and, by halves, of 32 (M-HALF). Any other
 * access, reserved offsets and registers that are not present are RAZ/WI (B-GEN-9). No access allocates.
 * <p>Owned by the thread that owns the machine.
 */
public final class RegisterTable
{
    private static final long LOW_HALF = 0xffff_ffffL;

    private final FrameRegister[] registers;
    private final HalfWrites halves;
    /** Operations that take effect later; null if all do at once. */
    private DelayedOperations operations;
    /** Number of the frame among those whose operations are delayed. */
    private int number;

    /**
     * Creates the table of a frame.
     *
     * @param registers in any order; those that are not present are left out
     * @throws IllegalStateException if two registers overlap, or one is not aligned
     */
    public RegisterTable(final List<FrameRegister> registers)
    {
        this.registers = registers.stream().filter(FrameRegister::isPresent)
            .sorted((one, next) -> Integer.compare(one.offset(), next.offset())).toArray(FrameRegister[]::new);
        this.halves = registers.stream().anyMatch(register -> register.otherHalf() == OtherHalf.LAST_WRITTEN) ?
            new HalfWrites() : null;
        for (int i = 0; i < this.registers.length; i++)
        {
            final FrameRegister register = this.registers[i];
            final int previousEnd = i == 0 ? 0 : this.registers[i - 1].endOffset();
            if (register.offset() < previousEnd || (register.offset() & (register.widthBytes() - 1)) != 0)
            {
                throw new IllegalStateException("register overlaps or is not aligned: " + register.name() +
                    ", offset=" + register.offset());
            }
        }
    }

    /** Returns whether an offset is that of a register with an IDLE bit of operations. */
    public boolean isStatus(final int offset)
    {
        boolean isStatus = false;
        for (final FrameRegister register : registers)
        {
            isStatus |= register.idle() != 0 && register.statusOffset() == offset;
        }

        return isStatus;
    }

    /** Returns the registers that are present, in the order of their offsets. */
    public List<FrameRegister> registers()
    {
        return List.of(registers);
    }

    /**
     * Delays the operations of frames, from now on.
     *
     * @param delays commands behind the one that wrote an operation, with the last of which it takes effect
     * @param frames the frames, in the order in which a saved state numbers them
     * @param shared IDLE bits that several of the frames show, or {@link DelayedOperations.Shared#NONE}
     * @return the operations
     */
    public static DelayedOperations delay(
        final OperationDelays delays, final List<RegisterTable> frames, final DelayedOperations.Shared shared)
    {
        final DelayedOperations operations =
            new DelayedOperations(delays, frames.stream().map(RegisterTable::registers).toList(), shared);
        for (int number = 0; number < frames.size(); number++)
        {
            frames.get(number).number = number;
            frames.get(number).operations = operations;
        }

        return operations;
    }

    /**
     * Performs a load.
     *
     * @param offset    any offset
     * @param sizeBytes any size
     * @return the value, with zeros above its size
     */
    public long read(final int offset, final int sizeBytes)
    {
        final FrameRegister register = find(offset, sizeBytes);
        if (register == null || !register.isReadable())
        {
            return 0;
        }
        final int index = index(register, offset);
        final long value = operations == null ? register.read(index) : operations.read(number, register, index);

        return register.isWide() ? HalfWrites.selected(offset, sizeBytes, value) : value & LOW_HALF;
    }

    /**
     * Performs a store.
     *
     * @param offset    any offset
     * @param sizeBytes any size
     * @param value     bits above the size are ignored
     */
    public void write(final int offset, final int sizeBytes, final long value)
    {
        final FrameRegister register = find(offset, sizeBytes);
        if (register == null || !register.isWritable())
        {
            return;
        }
        if (register.isWide())
        {
            final long merged = HalfWrites.merged(offset, sizeBytes, value, otherHalf(register));
            if (halves != null)
            {
                halves.record(register.offset(), merged);
            }
            write(register, 0, merged, HalfWrites.written(offset, sizeBytes));
        }
        else
        {
            write(register, index(register, offset), value, LOW_HALF);
        }
    }

    private void write(final FrameRegister register, final int index, final long value, final long written)
    {
        if (operations == null || !operations.takes(number, register, index, value, written))
        {
            register.write(index, value, written);
        }
    }

    /** Passes the values that halves merge with through a stream, if the frame has such registers. */
    public void state(final StateStream stream)
    {
        halves.state(stream);
    }

    private long otherHalf(final FrameRegister register)                        // M-HALF
    {
        return switch (register.otherHalf())
        {
            case HELD -> register.read(0);
            case ZERO -> 0;
            case LAST_WRITTEN -> halves.lastWritten(register.offset());
        };
    }

    /**
     * Finds the register that takes an access.
     *
     * @return the register, or null if there is none
     */
    private FrameRegister find(final int offset, final int sizeBytes)
    {
        int low = 0;
        int high = registers.length;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (registers[middle].offset() <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        final FrameRegister register = low == 0 ? null : registers[low - 1];

        return register != null && offset < register.endOffset() && takes(register, offset, sizeBytes) ?
            register : null;
    }

    private static boolean takes(final FrameRegister register, final int offset, final int sizeBytes)
    {
        return (sizeBytes == Integer.BYTES || (sizeBytes == Long.BYTES && register.isWide())) &&
            (offset & (sizeBytes - 1)) == 0;
    }

    private static int index(final FrameRegister register, final int offset)
    {
        return (offset - register.offset()) / register.widthBytes();
    }
}
