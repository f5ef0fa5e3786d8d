package org.gale.engine.machine;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * Operations of register frames that take effect some commands after they were written. Their IDLE bit reads 0 until
 * then, and a second operation under the same bit is ignored and counted (B-IRS-2 leaves that open). The accesses of a
 * host that acts inside a command are complete at once: what waits under the same bit takes effect before them.
 *
 * <p>What an operation reads from other registers counts when it takes effect. With delays of their own, some
 * operations take it with their write (M-ORD-13).
 *
 * <p>Owned by the thread that owns the machine.
 */
public final class DelayedOperations
{
    private static final int OFFSET_MAX = 0xffff;
    private static final long ALL = -1;

    /** Limit of the ignored operations that are named, the first ones. */
    public static final int NAMED_LIMIT = 16;

    private final OperationDelays delays;
    private final List<List<FrameRegister>> frames;
    private final Shared shared;
    private final List<Operation> waiting = new ArrayList<>();
    private boolean isHost;
    private long ignored;
    private final List<IgnoredOperation> named = new ArrayList<>();
    private Synchronization synchronization = (frame, register, value) -> 0;
    private HostTaker hostTaker = (frame, register, value) -> { };
    private FrameTaker ignoredTaker = (frame, register) -> { };
    private PartNames parts = frame -> 0;

    /** @param frames the registers of each frame, in the order in which a saved state numbers the frames */
    DelayedOperations(final OperationDelays delays, final List<List<FrameRegister>> frames, final Shared shared)
    {
        this.shared = shared;
        this.delays = delays;
        this.frames = frames;
    }

    /**
     * Sets the least time of a synchronization, the end of those of a host, and the receiver of operations that are
     * ignored.
     */
    public void connect(
        final Synchronization least, final HostTaker ofHost, final FrameTaker taker, final PartNames names)
    {
        synchronization = least;
        hostTaker = ofHost;
        ignoredTaker = taker;
        parts = names;
    }

    /** Returns the first operations that were ignored since the machine was made or restored. */
    public List<IgnoredOperation> named()
    {
        return List.copyOf(named);
    }

    /** Says that the accesses from now on are those of a host, or of software again. */
    public void ofHost(final boolean isOfHost)
    {
        isHost = isOfHost;
    }

    /** Returns whether an operation waits. */
    public boolean isWaiting()
    {
        return !waiting.isEmpty();
    }

    /** Returns the number of operations that were ignored because another one waited. */
    public long ignored()
    {
        return ignored;
    }

    /** Ends a command: operations whose delay is over take effect, in the order in which they were written. */
    public void endCommand()
    {
        int kept = 0;
        for (int i = waiting.size(); i > 0; i--)
        {
            final Operation operation = waiting.get(kept);
            operation.left--;
            if (operation.left == 0)
            {
                complete(operation);
            }
            else
            {
                kept++;
            }
        }
    }

    /** Passes the operations that wait through a stream. */
    public void state(final StateStream stream)
    {
        final int known = waiting.size();
        final int count = stream.number("operations that wait", known, 0, OFFSET_MAX);
        for (int i = 0; i < count; i++)
        {
            final Operation operation = i < known ? waiting.get(i) : new Operation();
            operation.frame = stream.number("frame of an operation", operation.frame, 0, frames.size() - 1);
            final int offset = stream.number(
                "offset of an operation", operation.register == null ? 0 : operation.register.offset(), 0, OFFSET_MAX);
            operation.index = stream.number("index of an operation", operation.index, 0, OFFSET_MAX);
            operation.value = stream.word(operation.value);
            operation.written = stream.word(operation.written);
            operation.left = stream.number("commands before an operation", operation.left, 1, delays.longest());
            if (stream.isRestoring())
            {
                restored(operation, offset);
            }
            if (delays.areOwn() && operation.register.operands() != 0)
            {
                operandState(stream, operation);
            }
        }
    }

    private static void operandState(final StateStream stream, final Operation operation)
    {
        if (!stream.flag(operation.operands != null))
        {
            operation.operands = null;
            return;
        }
        operation.operands = operation.operands == null ? new long[operation.register.operands()] : operation.operands;
        for (int i = 0; i < operation.operands.length; i++)
        {
            operation.operands[i] = stream.word(operation.operands[i]);
        }
    }

    /** Passes the count of ignored operations through a stream. */
    public void counts(final StateStream stream)
    {
        ignored = stream.number("ignored operations", ignored, 0, Long.MAX_VALUE);
    }

    /**
     * Takes a write.
     *
     * @param frame number of the register's frame
     * @return true if the write has no effect now
     */
    boolean takes(
        final int frame, final FrameRegister register, final int index, final long value, final long written)
    {
        if (!register.isOperation(value & written))
        {
            return false;
        }
        final Operation before = find(frame, register.statusOffset());
        if (isHost)
        {
            completeAll(frame, register.statusOffset());
            hostTaker.begins(frame, register, value);
            return false;
        }
        if (before == null || isOfArray(frame, register, index))
        {
            final Operation operation = new Operation();
            operation.frame = frame;
            operation.register = register;
            operation.index = index;
            operation.value = value;
            operation.written = written;
            operation.command = delays.command();
            enter(operation);
            waiting.add(operation);
        }
        else
        {
            ignored++;
            if (named.size() < NAMED_LIMIT)
            {
                named.add(new IgnoredOperation(place(frame, register, index), delays.command(),
                    place(before.frame, before.register, before.index), before.command));
            }
            ignoredTaker.ignored(frame, register);
        }

        return true;
    }

    /** Gives an operation its delay: at least that of what it synchronizes, and of those before it in an array. */
    private void enter(final Operation operation)
    {
        final FrameRegister register = operation.register;
        final long where =
            (long)operation.frame << Integer.SIZE | (long)register.offset() << Short.SIZE | operation.index;
        final int delay = delays.of(
            register.isControl() && delays.areOwn() ? LateKind.CONTROL : LateKind.REGISTER, where,
            () -> place(operation.frame, register, operation.index), () -> status(operation.frame, register));
        operation.late = delays.last();
        if (delays.areOwn() && register.operands() != 0 && delays.of(LateKind.OPERANDS, where, () -> "operands " +
            place(operation.frame, register, operation.index), () -> status(operation.frame, register)) != 0)
        {
            takeOperands(operation);                                            // M-ORD-13
        }
        operation.left = Math.max(delay + 1,                                    // the command that wrote it ends, too
            synchronization.left(operation.frame, register, operation.value));
        for (final Operation other : waiting)
        {
            if (other.frame == operation.frame && other.register.statusOffset() == register.statusOffset())
            {
                operation.left = Math.max(operation.left, other.left);          // M-ORD-11
            }
        }
    }

    /**
     * Returns whether a write may wait next to others under its IDLE bit: to another register of the same array, none
     * of which waits, on a machine whose operations have delays of their own.
     */
    private boolean isOfArray(final int frame, final FrameRegister register, final int index)       // M-ORD-11
    {
        boolean isOfArray = delays.areOwn() && register.count() > 1;
        for (final Operation other : waiting)
        {
            isOfArray &= other.frame != frame || other.register.statusOffset() != register.statusOffset() ||
                (other.register == register && other.index != index);
        }

        return isOfArray;
    }

    private void takeOperands(final Operation operation)
    {
        operation.operands = new long[operation.register.operands()];
        for (int i = 0; i < operation.operands.length; i++)
        {
            operation.operands[i] = operand(operation, i).read(0);
        }
        delays.acts(delays.last());
    }

    private FrameRegister operand(final Operation operation, final int number)
    {
        return register(operation.frame, operation.register.operand(number));
    }

    private String status(final int frame, final FrameRegister register)
    {
        return register(frame, register.statusOffset()).name() + ".IDLE";
    }

    private String place(final int frame, final FrameRegister register, final int index)
    {
        final int part = parts.partOf(frame);

        return register.count() > 1 ? register.name() + ' ' + part + ':' + index :
            part == 0 ? register.name() : register.name() + ' ' + part;
    }

    /** Reads a register; its IDLE bits are 0 while an operation waits under them. A host waits until they are 1. */
    long read(final int frame, final FrameRegister register, final int index)
    {
        final Operation operation = find(frame, register.offset());
        if (operation == null)
        {
            return register.read(index);
        }
        if (isHost)
        {
            completeAll(frame, register.offset());
            return register.read(index);
        }

        return register.read(index) & ~operation.register.idle();
    }

    private void restored(final Operation operation, final int offset)
    {
        final FrameRegister register = register(operation.frame, offset);
        if (register == null || !register.isOperation(operation.value & operation.written) ||
            operation.index >= register.count())
        {
            throw new StateException("no such operation: 0x" + Integer.toHexString(offset));
        }
        if (find(operation.frame, register.statusOffset()) != null &&
            !isOfArray(operation.frame, register, operation.index))
        {
            throw new StateException("two operations wait: 0x" + Integer.toHexString(offset));
        }
        operation.register = register;
        waiting.add(operation);
    }

    /** Returns the register, or the array, of a frame that begins at an offset, or null. */
    private FrameRegister register(final int frame, final int offset)
    {
        for (final FrameRegister register : frames.get(frame))
        {
            if (register.offset() == offset)
            {
                return register;
            }
        }

        return null;
    }

    /** Returns the operation that waits under an IDLE bit, or null. */
    private Operation find(final int frame, final int statusOffset)
    {
        for (int i = 0; i < waiting.size(); i++)
        {
            final Operation operation = waiting.get(i);
            if (operation.register.statusOffset() == statusOffset && (operation.frame == frame ||
                shared.isOf(frame, operation.frame, statusOffset)))
            {
                return operation;
            }
        }

        return null;
    }

    private void completeAll(final int frame, final int statusOffset)
    {
        Operation operation = find(frame, statusOffset);
        while (operation != null)
        {
            complete(operation);
            operation = find(frame, statusOffset);
        }
    }

    private void complete(final Operation operation)
    {
        waiting.remove(operation);
        delays.acts(operation.late);
        exchangeOperands(operation);
        operation.register.write(operation.index, operation.value, operation.written);
        exchangeOperands(operation);
    }

    /**
     * Gives registers the values that an operation took with its write, and takes those that they have. A register that
     * the operation has made read-only keeps the former: the write after that of the operation was ignored (M-CFG).
     */
    private void exchangeOperands(final Operation operation)                    // M-ORD-13
    {
        for (int i = 0; operation.operands != null && i < operation.operands.length; i++)
        {
            final FrameRegister register = operand(operation, i);
            final long held = register.read(0);
            register.write(0, operation.operands[i], ALL);
            operation.operands[i] = held;
        }
    }

    /** Taker of the operations of a host, which waits for each. */
    @FunctionalInterface
    public interface HostTaker
    {
        /** Ends what a host waits for by an operation, which then takes effect. */
        void begins(int frame, FrameRegister register, long value);
    }

    /** Duration of a synchronization. */
    @FunctionalInterface
    public interface Synchronization
    {
        /**
         * Returns how long an operation takes at least.
         *
         * @return the ends of commands before it takes effect, 0 for an operation that synchronizes nothing
         */
        int left(int frame, FrameRegister register, long value);
    }

    /** Taker of operations that were ignored. */
    @FunctionalInterface
    public interface FrameTaker
    {
        /** Takes an operation of a register of a frame. */
        void ignored(int frame, FrameRegister register);
    }

    /** Numbers of the parts of a board by those of their frames. */
    @FunctionalInterface
    public interface PartNames
    {
        /** Returns the number of an IRS, ITS or IWB. */
        int partOf(int frame);
    }

    /**
     * IDLE bits that frames share: an operation through one of the frames waits in all of them (M-ISTALL, M-VMTALL).
     *
     * @param frames        numbers of the frames
     * @param statusOffsets offsets of the registers with these bits
     */
    public record Shared(List<Integer> frames, List<Integer> statusOffsets)
    {
        /** Nothing is shared. */
        public static final Shared NONE = new Shared(List.of(), List.of());

        private boolean isOf(final int frame, final int other, final int statusOffset)
        {
            return statusOffsets.contains(statusOffset) && frames.contains(frame) && frames.contains(other);
        }
    }

    /** A write that has not taken effect yet. */
    private static final class Operation
    {
        private int frame;
        private FrameRegister register;
        private int index;
        private long value;
        private long written;
        private int left = 1;
        private long command;
        private LateOperation late;
        /** Values of the registers that the operation reads, taken with its write; null if they count later. */
        private long[] operands;
    }
}
