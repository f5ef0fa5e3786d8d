package org.gale.engine.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;

/**
 * Machine some of whose commands have another effect than theirs, as a fault of the way to it would have: one that is
 * lost, or comes twice. Commands are applied one by one. All other calls reach the machine as they are.
 */
public final class FaultyCommands implements InvocationHandler
{
    private final Machine machine;
    private final Fault fault;

    private FaultyCommands(final Machine machine, final Fault fault)
    {
        this.machine = machine;
        this.fault = fault;
    }

    /** Fault of the commands of a machine. */
    @FunctionalInterface
    public interface Fault
    {
        /**
         * Applies other commands in place of one.
         *
         * @return false to have it applied as it is
         */
        boolean replaces(Machine machine, DirectBuffer frame, int offset);
    }

    /** Returns the fault of a guest on a PE that takes none of its turns. */
    public static Fault deaf(final int deafPe)
    {
        final UnsafeBuffer turn = new UnsafeBuffer(new byte[Long.BYTES]);

        return (machine, frame, offset) ->
        {
            final long word = frame.getLong(offset);
            final boolean isTurn = CommandWord.opcode(word) == CommandWord.TURN;
            final int first = isTurn ? Commands.pe(word) : 0;
            final int end = first + (isTurn && Commands.isTurnOfGroup(word) ? Commands.TURN_GROUP_PES : 1);
            for (int pe = isTurn ? machine.virqs().next(first) : -1; pe >= 0 && pe < end;
                pe = machine.virqs().next(pe + 1))
            {
                if (pe != deafPe)
                {
                    turn.putLong(0, Commands.turn(pe, Commands.turnBudget(word)));
                    machine.apply(turn, 0);
                }
            }

            return isTurn;
        };
    }

    /**
     * Returns the fault of slow guests.
     *
     * @param takenEvery N of one in N turns with a signal that guests take
     */
    public static Fault slow(final int takenEvery)
    {
        final int[] turns = new int[1];

        return (machine, frame, offset) -> CommandWord.opcode(frame.getLong(offset)) == CommandWord.TURN &&
            machine.virqs().size() > 0 && ++turns[0] % takenEvery != 0;
    }

    /** Gives a machine a fault. */
    public static Machine of(final Machine machine, final Fault fault)
    {
        return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{ Machine.class },
            new FaultyCommands(machine, fault));
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable
    {
        if (method.getName().startsWith("apply"))
        {
            final DirectBuffer frame = (DirectBuffer)arguments[0];
            final int offset = (int)arguments[1];

            return arguments.length == 3 ? apply(frame, offset, (int)arguments[2]) : apply(frame, offset);
        }
        try
        {
            return method.invoke(machine, arguments);
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    private int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        do
        {
            at = apply(frame, at);
        }
        while (at < endOffset && machine.outputs().hasRoom());

        return at;
    }

    private int apply(final DirectBuffer frame, final int offset)
    {
        if (!fault.replaces(machine, frame, offset))
        {
            return machine.apply(frame, offset);
        }
        if (CommandWord.opcode(frame.getLong(offset)) == CommandWord.HOST)
        {
            machine.outputs().result(0);                            // its caller takes it for done
        }

        return offset + CommandWord.length(frame.getLong(offset)) * Long.BYTES;
    }
}
