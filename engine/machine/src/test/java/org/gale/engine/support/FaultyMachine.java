package org.gale.engine.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.gale.engine.machine.Machine;

/**
 * Machine with one deliberate fault: behind a certain command its state is changed behind its back, as a fault of a
 * model would change it. All other calls reach the machine as they are.
 */
public final class FaultyMachine implements InvocationHandler
{
    private final Machine machine;
    private final long firstCommand;
    private final Predicate<Machine> fault;
    private boolean isDone;

    private FaultyMachine(final Machine machine, final long firstCommand, final Predicate<Machine> fault)
    {
        this.machine = machine;
        this.firstCommand = firstCommand;
        this.fault = fault;
    }

    /**
     * Gives a machine a fault.
     *
     * @param firstCommand number of the command behind which the fault is tried first
     * @param fault        changes the machine, and returns false if there was nothing to change: then it is tried again
     *                     behind the next command
     */
    public static Machine of(final Machine machine, final long firstCommand, final Predicate<Machine> fault)
    {
        return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{Machine.class},
            new FaultyMachine(machine, firstCommand, fault));
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable
    {
        if (!isDone && method.getName().startsWith("apply") && arguments.length == 3)
        {
            return apply((DirectBuffer)arguments[0], (int)arguments[1], (int)arguments[2]);
        }
        try
        {
            final Object result = method.invoke(machine, arguments);
            if (!isDone && method.getName().startsWith("apply"))
            {
                isDone = machine.commandCount() >= firstCommand && fault.test(machine);
            }

            return result;
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    /** Applies commands one by one while the fault is to come, and all at once where it is far. */
    private int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int wordsLeft = (endOffset - offset) / Long.BYTES;
        if (machine.commandCount() + wordsLeft < firstCommand)
        {
            return machine.apply(frame, offset, endOffset);
        }
        int at = offset;
        while (!isDone && at < endOffset && machine.outputs().hasRoom())
        {
            at = machine.apply(frame, at);
            isDone = machine.commandCount() >= firstCommand && fault.test(machine);
        }

        return at;
    }
}
