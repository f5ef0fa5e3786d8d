package org.gale.engine.witness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Writes that take effect some commands later on a machine with {@code ops.delay}: operations of registers, and with
 * {@code ops.order=1} instructions and translated events as well. Owned by the thread that owns the machine.
 */
final class Later
{
    private final int delay;
    private final boolean isOrdered;
    private final Instructions instructions;
    private final Targets targets;
    private final List<Operation> operations = new ArrayList<>();
    private final Deque<Entry> executed = new ArrayDeque<>();
    private final Deque<Entry> atIts = new ArrayDeque<>();
    private final Deque<Entry> atIrs = new ArrayDeque<>();
    private long now;
    private boolean hasActed;

    /** Performer of writes of the registers of a frame. */
    @FunctionalInterface
    interface Registers
    {
        /** Performs a write that takes effect. */
        void perform(int offset, long value);
    }

    /** Performer of instructions. */
    @FunctionalInterface
    interface Instructions
    {
        /** Performs an instruction on a physical interrupt. */
        void perform(int code, long operand);
    }

    /** Taker of translated events. */
    @FunctionalInterface
    interface Targets
    {
        /** Takes an event whose LPI is known: the entry that translated it. */
        void arrived(long entry, int kind);
    }

    /** Write that waits under an IDLE bit. */
    private static final class Operation
    {
        private final Registers registers;
        private final int status;
        private final int offset;
        private final long value;
        private int left;

        private Operation(
            final Registers registers, final int status, final int offset, final long value, final int left)
        {
            this.registers = registers;
            this.status = status;
            this.offset = offset;
            this.value = value;
            this.left = left;
        }
    }

    private record Entry(long first, int second, int pe, long due)
    {
    }

    Later(final int delay, final boolean isOrdered, final Instructions instructions, final Targets targets)
    {
        this.delay = delay;
        this.isOrdered = isOrdered;
        this.instructions = instructions;
        this.targets = targets;
    }

    boolean isDelayed()
    {
        return delay != 0;
    }

    /** Returns whether an operation of a register took effect at the end of the last command. */
    boolean hasActed()
    {
        return hasActed;
    }

    boolean isOrdered()
    {
        return isOrdered;
    }

    /**
     * Takes a write.
     *
     * @param status offset of the register with its IDLE bit, or 0 if it is no operation
     * @return whether it has no effect now: it waits, or another one waits under the same bit (B-IRS-2)
     */
    boolean takes(final Registers registers, final int status, final int offset, final long value)
    {
        if (delay == 0 || status == 0)
        {
            return false;
        }
        boolean isBusy = false;
        for (int i = 0; i < operations.size(); i++)
        {
            final Operation other = operations.get(i);
            isBusy |= other.registers == registers && other.status == status;
        }
        if (!isBusy)
        {
            operations.add(new Operation(registers, status, offset, value, delay + 1));
        }

        return true;
    }

    /** Takes an instruction on an SPI or LPI, and returns whether it has no effect yet. */
    boolean takes(final int pe, final int code, final long operand)
    {
        if (isOrdered)
        {
            executed.add(new Entry(operand, code, pe, now + delay + 1));
        }

        return isOrdered;
    }

    /** Takes a translated event, and returns whether it has no effect yet. */
    boolean takes(final long entry, final int kind)
    {
        if (isOrdered)
        {
            atIts.add(new Entry(entry, kind, 0, now + delay + 1));
        }

        return isOrdered;
    }

    /** Performs the instructions of a PE, in the order of its program (B-ORD-1). */
    void complete(final int pe)
    {
        for (int i = executed.size(); i > 0; i--)
        {
            final Entry entry = executed.remove();
            if (entry.pe == pe)
            {
                instructions.perform(entry.second, entry.first);
            }
            else
            {
                executed.add(entry);
            }
        }
    }

    /** Ends a command: what is due takes effect. */
    void endCommand()
    {
        hasActed = false;
        for (int i = 0, count = operations.size(); count > 0; count--)
        {
            final Operation operation = operations.get(i);
            operation.left--;
            if (operation.left == 0)
            {
                operations.remove(i);
                hasActed = true;
                operation.registers.perform(operation.offset, operation.value);
            }
            else
            {
                i++;
            }
        }
        final long before = now++;
        while (!executed.isEmpty() && executed.element().due <= now)
        {
            final Entry entry = executed.remove();
            instructions.perform(entry.second, entry.first);
        }
        while (!atIts.isEmpty() && atIts.element().due <= now)
        {
            final Entry entry = atIts.remove();
            atIrs.add(new Entry(entry.first, entry.second, 0, before + delay + 1));
        }
        while (!atIrs.isEmpty() && atIrs.element().due <= now)
        {
            final Entry entry = atIrs.remove();
            targets.arrived(entry.first, entry.second);
        }
    }
}
